from pathlib import Path

import pytest

from tracker.config import Settings, from_environment
from tracker.vocabulary import YearRule


def test_without_environment_all_lies_in_the_instance_folder() -> None:
    settings = from_environment({})
    assert settings == Settings()
    assert settings.instance == Path.cwd() / "instance"
    assert settings.database == f"sqlite:///{Path.cwd()}/instance/wian.sqlite3"
    assert settings.files.endswith("/instance/files")


def test_every_setting_is_read_from_its_variable() -> None:
    settings = from_environment(
        {"INSTANCE": "/srv/wian", "DATABASE_URL": "postgresql://x/y", "PORT": "9000",
         "YEAR_RULE": "fiscal", "SAMPLES": "0", "TIMEZONE": "UTC", "MAX_PAGES": ""}
    )  # fmt: skip
    assert settings.instance == Path("/srv/wian")
    assert settings.database == "postgresql://x/y"
    assert settings.port == 9000
    assert settings.year_rule is YearRule.FISCAL
    assert settings.samples is False
    assert str(settings.timezone) == "UTC"
    assert settings.max_pages == Settings().max_pages


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("YEAR_RULE", "lunar"), ("TIMEZONE", "Asia/Nowhere")]
)
def test_a_value_that_cannot_be_read_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        from_environment({name: value})
