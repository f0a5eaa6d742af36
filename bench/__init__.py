"""The speed measures: `python -m bench` (or `make bench`). Each is a ratio of medians, both sides run alternately."""
