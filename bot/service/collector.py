"""How often Python looks through what it holds for cycles that nobody needs any more."""

import gc


def look_seldom() -> None:
    """Let the collector look at 10,000 new objects at a time, in some 4 ms, and seldom at the old ones.

    An answer is many small objects that live for half a minute and are freed without it. At Python's own pace, 700 at a time, it
    takes two fifths of the time of an answer over 500 accounts and stops everybody for 200 ms; so it takes a tenth. With 100,000 at
    a time it takes no less and stops everybody for 100 ms.
    """
    gc.set_threshold(10_000, 500, 100)
