"""How rules are written and matched."""

import pytest

from bot.language.grammar import KEEP, Alphabet, Layer, Line, Rules, Word
from bot.language.patterns import first_names


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("d=dom of? m=month", {"dom"}),
        ("the? d=dom", {"the", "dom"}),
        ("(on|at)* h=hour", {"on", "at", "hour"}),
        ("(?<=for)m=month", {"month"}),
        ("a=count (?!unit)", {"count"}),
        ("(x|y?) z", {"x", "y", "z"}),
        ("room{0,2} number", {"room", "number"}),
    ],
)
def test_what_a_rule_may_begin_with(pattern: str, names: set[str]) -> None:
    assert first_names(pattern) == names


@pytest.mark.parametrize("pattern", ["a?", "(a", "a|b?", "a)"])
def test_a_pattern_that_is_no_rule(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"not a rule|does not close"):
        first_names(pattern)


def test_a_label_needs_a_parameter() -> None:
    rules: Rules[None] = Rules()
    with pytest.raises(TypeError, match="no parameter for b"):
        rules.rule("b=word")(lambda: KEEP)


def test_the_next_rule_is_tried_where_one_does_not_apply() -> None:
    alphabet = Alphabet({})
    word, number = (Word(alphabet.character((name,)), {name: name}) for name in ("word", "number"))
    rules: Rules[None] = Rules()
    rules.rule("word number")(lambda: KEEP)
    rules.rule("w=word")(lambda w: w.upper())
    layer = Layer(rules, alphabet, {str: (alphabet.character(("text",)), "text")}, lambda _: None)
    line = Line(word.character + number.character, [word.values, number.values], [0, 1], [0, 1])
    read = layer.read(line, None)
    assert [*read.values] == [{"text": "WORD"}, {"number": "number"}]
    assert (read.firsts, read.lasts) == ([0, 1], [0, 1])
