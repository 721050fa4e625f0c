"""The link by which a reader reports an error on a page: it says which page that is."""

from urllib.parse import quote, urlsplit


def report_link(where: str, title: str, page: str) -> str:
    """A link to an e-mail address or URL that carries a page's title and its address.

    Issue forms, as those of GitHub, GitLab and Codeberg, are filled in with both; any other URL
    gets the address as ``page``. Empty where there is nobody to write to.
    """
    if not where:
        return ""
    if "://" not in where:
        return f"mailto:{quote(where, safe='@+')}?subject={quote(title)}&body={quote(page)}"
    before, mark, fragment = where.partition("#")
    joint = "&" if "?" in before else "?"
    path = urlsplit(where).path.rstrip("/")
    if path.endswith("/-/issues/new"):
        more = f"issue%5Btitle%5D={quote(title)}&issue%5Bdescription%5D={quote(page)}"
    elif path.endswith("/issues/new"):
        more = f"title={quote(title)}&body={quote(page)}"
    else:
        more = f"page={quote(page)}"
    return f"{before}{joint}{more}{mark}{fragment}"
