"""The marks that stand for addresses in rendered HTML until a page shows it."""

HERE = "\x02"  # the folder of the brief or page that the text belongs to
ROOT = "\x03"  # the site's folder


def placed(html: str, here: str, root: str) -> str:
    """The HTML for one page, given the relative addresses of the two folders from that page."""
    return html.replace(HERE, here).replace(ROOT, root)
