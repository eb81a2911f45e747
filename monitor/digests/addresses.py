"""Where in an archive things stand, as relative paths: the one place that decides it, for links from without and within."""

from uuid import NAMESPACE_URL, uuid5

from monitor.model.records import Key


def digest_page(digest_id: int) -> str:
    """A digest."""
    return f"digests/{digest_id}.html"


def change_page(change_id: int) -> str:
    """A change with its redline."""
    return f"changes/{change_id}.html"


def document_name(key: Key) -> str:
    """By which a document's page is called below documents/."""
    return uuid5(NAMESPACE_URL, f"policywatch:{key}").hex[:16]


def published(public_url: str, path: str) -> str:
    """The address of a page where the archive is published; empty if it is not."""
    return f"{public_url.rstrip('/')}/{path}" if public_url else ""
