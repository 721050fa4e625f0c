"""``make fuzz``: look for bytes that raise, for FUZZ_SECONDS (600 if not said).

Coverage leads the way where atheris installs; elsewhere the same target gets random changes of
the same seeds. What is found is kept in ``.fuzz/``: ``corpus/`` grows from run to run,
``findings/`` has an input for each place where something was raised, and for what took long. The
exit status is 1 if there is one from this run. To see one again, give this script its name:
``python tests/fuzz/run.py .fuzz/findings/NAME``.
"""

import hashlib
import importlib.util
import os
import random
import resource
import shutil
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WORK = ROOT / ".fuzz"
CORPUS, FINDINGS, WORDS = WORK / "corpus", WORK / "findings", WORK / "words.txt"
SECONDS = int(os.environ.get("FUZZ_SECONDS", "600"))
SLOW = 1.0  # seconds of processor time for one input
STUCK = 30  # seconds after which one input is given up
LARGEST = 100_000  # bytes of an input
MEMORY = 2_000  # megabytes

sys.path[:0] = [str(ROOT), str(HERE.parent), str(HERE)]


def main() -> int:
    """Run the fuzzer in a process of its own, again where an input ended it, and report."""
    guided = importlib.util.find_spec("atheris") is not None
    print("driven by", "atheris" if guided else "random changes: atheris is not installed here")
    fill()
    ends = time.monotonic() + SECONDS
    while (left := round(ends - time.monotonic())) > 0:
        started = time.monotonic()
        child = subprocess.run([sys.executable, __file__, "--child", str(left)], check=False)
        if child.returncode == 0 or time.monotonic() - started < 5:
            break
    found = sorted(path for path in FINDINGS.iterdir() if path.suffix != ".txt")
    for path in found:
        print(f"found: {path.relative_to(ROOT)}")
        if (why := path.with_suffix(".txt")).exists():
            print(why.read_text(encoding="utf-8"))
    print(
        f"{len(found)} findings in {SECONDS} s; the corpus has {len(list(CORPUS.iterdir()))} inputs"
    )
    return 1 if found or child.returncode else 0


def fill() -> None:
    """The folders, with the seeds in the corpus and the findings of the run before gone."""
    from seeds import seeds, words

    shutil.rmtree(FINDINGS, ignore_errors=True)
    for folder in (CORPUS, FINDINGS):
        folder.mkdir(parents=True, exist_ok=True)
    for data in seeds():
        (CORPUS / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    lines = ("".join(f"\\x{byte:02x}" for byte in word) for word in words())
    WORDS.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")


def watched(try_bytes: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The target, which goes on where it raised: the first input for each place is kept."""
    known: Counter[str] = Counter()

    def keep(data: bytes, key: str, why: str) -> None:
        known[key] += 1
        if known[key] == 1:
            name = FINDINGS / hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:12]
            name.write_bytes(data)
            name.with_suffix(".txt").write_text(why, encoding="utf-8", errors="replace")
            print(f"\nfound: {key}", flush=True)

    def watch(data: bytes) -> None:
        started = time.process_time()
        try:
            try_bytes(data)
        except Exception as wrong:  # noqa: BLE001 (whatever it is, it is a finding)
            last = traceback.extract_tb(wrong.__traceback__)[-1]
            keep(
                data, f"{type(wrong).__name__} in {last.name}: {last.line}", traceback.format_exc()
            )
        took = time.process_time() - started
        if took > SLOW:
            step = int(took)
            keep(data, f"slow: {step} s", f"{took:.1f} s for {len(data)} bytes\n")

    return watch


def guided(seconds: int) -> None:
    """Led by coverage. Never returns: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["sitegen"], enable_loader_override=False):
        from target import try_bytes

    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LARGEST}",
        f"-timeout={STUCK}",
        f"-rss_limit_mb={MEMORY}",
        f"-dict={WORDS}",
        f"-artifact_prefix={FINDINGS}/",
        "-len_control=50",
        "-print_final_stats=1",
        "-verbosity=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(CORPUS)], watched(try_bytes))
    atheris.Fuzz()


def unguided(seconds: int) -> None:
    """Random changes of seeds and of what came of them."""
    from seeds import words
    from target import try_bytes

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY * 1_000_000, -1))
    watch = watched(try_bytes)
    chance = random.Random(os.environ.get("FUZZ_SEED"))
    corpus = [path.read_bytes() for path in sorted(CORPUS.iterdir())]
    pieces = words()
    count, ends = 0, time.monotonic() + seconds
    while time.monotonic() < ends:
        data = chance.choice(corpus)
        for _ in range(chance.randint(1, 8)):
            data = changed(data, chance, pieces, corpus)[:LARGEST]
        watch(data)
        count += 1
        if count % 50 == 0:
            corpus.append(data)
    print(f"{count:,} inputs, {count / seconds:.0f} a second")


def changed(data: bytes, chance: random.Random, pieces: list[bytes], corpus: list[bytes]) -> bytes:
    """One change: bytes or a piece put in, taken out, repeated, moved; or parts of two inputs."""
    at = chance.randint(0, len(data))
    end = min(len(data), at + chance.choice((0, 1, 4, 30, 200)))
    new = chance.choice(
        (
            b"",
            chance.choice(pieces),
            chance.choice(pieces) * chance.choice((2, 30, 1000)),
            chance.randbytes(chance.randint(1, 4)),
            data[at:end] * 2,
            chance.choice(corpus)[chance.randint(0, 300) :][:300],
        )
    )
    return data[:at] + new + data[end:]


def again(paths: list[str]) -> None:
    """Try some inputs, and let what they raise be seen."""
    from target import try_bytes

    for path in paths:
        started = time.process_time()
        try_bytes(Path(path).read_bytes())
        print(f"{path}: {time.process_time() - started:.2f} s")


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            sys.exit(main())
        case ["--child", seconds]:
            drive = guided if importlib.util.find_spec("atheris") else unguided
            drive(int(seconds))
        case paths:
            again(paths)
