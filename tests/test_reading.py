"""Values that YAML can write and no field can hold."""

import pytest
from plans import loaded_of

ZERO = '"\\0"'


@pytest.mark.parametrize("line", [f"title: {ZERO}", f"title: 甲, office: {ZERO}", f"title: 甲, remind_days: {ZERO}"])
def test_a_value_is_never_left_out_without_a_finding(line: str) -> None:
    loaded = loaded_of(
        f"plan: {{{line}, issued: 2023-04-18, year: 2023}}\nsections: []\ntasks: []\nunits: []\n", towns=None
    )
    assert loaded.found != () or (loaded.plan is not None and "\0" in (loaded.plan.title, loaded.plan.office))
