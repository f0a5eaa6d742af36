"""The files that translators take away and bring back."""
