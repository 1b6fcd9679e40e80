"""Drawings, worked out here and drawn by the templates: every mark a link, every number also in a table."""
