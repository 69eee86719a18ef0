"""Which files are watched."""

_UNWATCHED = (".git", ".vaultlint_cache", "node_modules", ".trash")
_HIDDEN_SETTINGS = ("app.json", "types.json")


def is_watched(path: str) -> bool:
    """Whether a change at a vault path may change what is found: no other dot folders than Obsidian's settings."""
    folder, _, name = path.rpartition("/")
    segments = folder.split("/") if folder else []
    if any(segment in _UNWATCHED for segment in segments):
        return False
    if any(segment.startswith(".") for segment in segments):
        return name in _HIDDEN_SETTINGS
    return not name.startswith(".") or name == ".gitignore" or name.endswith((".toml", ".json"))
