"""Texts of the value of information."""

TEXTS: dict[str, tuple[str, str]] = {
    "voi.nothing": ("Niets doen", "Doing nothing"),
    "voi.base": ("De aanpak zoals die is", "The approach as it is"),
}
