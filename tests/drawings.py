"""What tests look for in a figure."""

from __future__ import annotations

from typing import Any


def marked(ax: Any) -> dict[str, Any]:
    """Give the artists that the plot named, each by a name of its own."""
    named = [artist for artist in ax.findobj() if artist.get_gid()]
    assert len({artist.get_gid() for artist in named}) == len(named)
    return {artist.get_gid(): artist for artist in named}
