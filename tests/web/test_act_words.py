"""The trail tells every act of the program in Thai."""

import ast

from tests.running import ROOT
from tracker.vocabulary import DutyChangeKind
from tracker.web.office import act_words


def written() -> tuple[set[str], set[str]]:
    """Acts and kinds of subjects that stand literally in calls of ``audit.record``."""
    acts, subjects = set(), set()
    for path in (ROOT / "tracker").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record"):
                continue
            act, subject = node.args[3], node.args[4]
            if isinstance(act, ast.Constant):
                acts.add(str(act.value))
            if isinstance(subject, ast.Tuple) and isinstance(subject.elts[0], ast.Constant):
                subjects.add(str(subject.elts[0].value))
    return acts, subjects


def test_no_act_is_told_by_its_english_name() -> None:
    acts, subjects = written()
    assert len(acts) > 60
    assert {one for one in acts if act_words.act(one).isascii()} == set()
    assert {one for one in subjects if one not in act_words._SUBJECTS} == set()


def test_what_happens_to_a_duty_is_told_in_thai() -> None:
    assert not [one for one in DutyChangeKind if act_words.act(f"duty_{one}").isascii()]


def test_what_a_recipient_said_and_where_a_holiday_holds_are_told_in_thai() -> None:
    assert act_words._told("outcome", "acknowledged") == "รับทราบแล้ว"
    assert act_words._told("scope", "all") == "ทั้งประเทศ"
