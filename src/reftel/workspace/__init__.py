"""What readers keep beside an archive: stars, tags, notes, reading lists, history, saved searches."""

from reftel.workspace.workspace import Workspace

__all__ = ["Workspace"]
