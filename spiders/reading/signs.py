"""Which platform made a page, by signs that the platforms leave; for the report, and for hints where a file exists."""

from __future__ import annotations

import re

_SIGNS = (
    ("nukeviet", re.compile(r"nukeviet|/themes/[\w-]+/js/nv\.|nv_base_siteurl", re.I)),
    ("wordpress", re.compile(r"/wp-content/|/wp-includes/|content=[\"']WordPress", re.I)),
    ("sharepoint", re.compile(r"_layouts/|MicrosoftSharePoint|ctl00_[\w]*_g_[0-9a-f]{8}", re.I)),
    ("liferay", re.compile(r"p_p_id=|/-/asset_publisher/|Liferay\.", re.I)),
    ("vnpt", re.compile(r"vnptportal|storage-vnportal|ArticleList|gvQuestionList", re.I)),
    ("dotnetnuke", re.compile(r"DotNetNuke|/Portals/\d+/|dnn_ctr", re.I)),
    ("drupal", re.compile(r"content=[\"']Drupal|/sites/default/files|drupal-settings-json", re.I)),
    ("joomla", re.compile(r"content=[\"']Joomla|com_content|/media/jui/", re.I)),
)


def platform_of(html: str) -> str | None:
    """The platform's name, or None."""
    return next((name for name, sign in _SIGNS if sign.search(html)), None)
