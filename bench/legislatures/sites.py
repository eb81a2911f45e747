"""All sites, registered by being imported."""

from legislatures import html_sites, json_sites, more_html_sites, tables, xml_sites

__all__ = ["html_sites", "json_sites", "more_html_sites", "tables", "xml_sites"]
