"""Pictures of reports' parts, drawn here as SVG: no script, no library, nothing from the network."""
