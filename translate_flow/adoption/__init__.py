"""Adopting a site that already has translations: reading it as items, and inferring the tree of versions. No database."""
