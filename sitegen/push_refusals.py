"""What git says when a remote cannot be reached or does not take a push, as advice."""

import re
from collections.abc import Iterator

# What it means, and pieces of what git or a server then says, in lower case. The first that fits.
_MEANINGS = {
    "somebody else published at the same moment; publish once more": (
        "fetch first",
        "non-fast-forward",
        "stale info",
        "cannot lock ref",
        "failed to update ref",
    ),
    "a file is larger than the 100 MB that GitHub takes; keep it elsewhere, and link to it": (
        "gh001",
        "file size limit",
    ),
    "the branch is protected; let the repository's settings allow pushes to it (Branches, Rules), "
    "or choose another with --branch": (
        "protected branch",
        "gh006",
        "gh013",
        "rule violations",
    ),
    "the server has rules of its own, and refused it; ask whoever runs it": ("hook declined",),
    "this computer has not met the server yet; try git fetch by hand, and answer its question": (
        "host key verification failed",
    ),
    "the server does not know who you are; log in as you do for git push, for example with: "
    "gh auth login": (
        r"permission denied \(",
        "authentication failed",
        "could not read (username|password)",
        "terminal prompts disabled",
        "invalid username or",
    ),
    "you may not write there; ask for the right to push to that repository": (
        "permission to .* denied",
        "write access",
        "error: 403",
        "unpacker error",
        "insufficient permission",
    ),
    "there is no connection to the server; try again when you are online": (
        "could not resolve",
        "(couldn't|could not|failed to) connect",
        "connection (refused|timed out|reset|closed)",
        "operation timed out",
        "network is unreachable",
        "no route to host",
    ),
    "there is no such repository, or you may not see it; is its address right? git remote -v "
    "shows it, and this changes it: "
    "git remote set-url {remote} https://github.com/OWNER/REPOSITORY.git": (
        "repository .*not found",
        "does not appear to be a git repository",
        "does not exist",
        "no such file",
    ),
}
# Lines that say nothing by themselves.
_EMPTY = re.compile(
    r"(?i)\s*(hint:.*|to .*|done|everything up-to-date|error: failed to push some refs to .*|"
    r"fatal: could not read from remote repository\.|please make sure you have the correct access.*"
    r"|and the repository exists\.|remote:\s*|.*send-pack: unexpected disconnect.*|)"
)


def push_advice(said: bytes, remote: str) -> str:
    """What a refusal of a remote means and what to do, and then git's own words for it."""
    words = _without_secrets(said.decode("utf-8", "replace"))
    means = next(
        (text for text, pieces in _MEANINGS.items() if re.search("|".join(pieces), words.lower())),
        "",
    )
    lines = list(_telling(words))
    own = f"git says: {lines[-1]}" if lines else "git does not say why"
    return f"{means.replace('{remote}', remote)} ({own})" if means else own


def _telling(words: str) -> Iterator[str]:
    """The lines that say something, the most telling last."""
    lines = [line.strip() for line in words.splitlines() if not _EMPTY.fullmatch(line)]
    yield from (line for line in lines if not line.startswith("! "))
    yield from (line for line in lines if line.startswith("! "))


def _without_secrets(words: str) -> str:
    """The words without the name and password that an address may hold."""
    return re.sub(r"://[^/@\s']+@", "://", words)
