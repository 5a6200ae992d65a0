from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from karum.compliance.models import IndexWord, ListedName, ListedParty, ListFile
from karum.official.source import BadFile
from tests.compliance.conftest import NOW, Load
from tests.official.lists import EU, OFAC, UN


def test_a_list_is_loaded_with_its_broken_rows_reported(load: Load) -> None:
    loaded = load(OFAC)
    assert (loaded.kind, loaded.rows, loaded.added, loaded.closed) == ("ofac-sdn", 3, 3, 0)
    assert [row.reason for row in loaded.broken] == ["The entry has no lastName."]
    file = ListFile.objects.get()
    assert file.broken[0][1] == "The entry has no lastName."
    assert {party.file_id for party in ListedParty.objects.all()} == {file.id}


def test_the_same_file_changes_nothing(load: Load) -> None:
    load(OFAC)
    again = load(OFAC)
    assert again.already
    assert ListFile.objects.count() == 1


def test_an_entry_that_changed_is_closed_and_stated_anew(load: Load) -> None:
    load(OFAC)
    later = NOW + timedelta(days=1)
    loaded = load(OFAC.replace("ZARUBSKIY", "ZARUBSKYI"), now=later)
    assert (loaded.added, loaded.closed, loaded.unchanged) == (1, 1, 2)
    old, new = ListedParty.objects.filter(key="101").order_by("id")
    assert (old.closed_at, new.recorded_at, new.closed_at) == (later, later, None)
    assert not ListedName.objects.filter(party=old).exists()
    assert IndexWord.objects.filter(word="zarubskyi").exists()
    assert not IndexWord.objects.filter(word="zarubskiy").exists()


def test_where_in_the_file_an_entry_stands_is_no_change(load: Load) -> None:
    load(OFAC)
    loaded = load(OFAC.replace("<sdnEntry>\n    <uid>101", "\n\n<sdnEntry>\n    <uid>101"))
    assert (loaded.added, loaded.closed, loaded.unchanged) == (0, 0, 3)


def test_who_is_no_longer_listed_is_closed(load: Load) -> None:
    load(OFAC)
    begin, end = OFAC.index("<sdnEntry>\n    <uid>102"), OFAC.index("<sdnEntry>\n    <uid>103")
    loaded = load(OFAC[:begin] + OFAC[end:])
    assert (loaded.added, loaded.closed) == (0, 1)
    assert set(ListedParty.objects.filter(closed_at=None).values_list("key", flat=True)) == {"101", "103"}


def test_nobody_leaves_a_list_by_a_slip_in_the_file(load: Load) -> None:
    load(OFAC)
    loaded = load(OFAC.replace("<lastName>NORDKRAFT HOLDING LLC</lastName>", ""))
    assert (loaded.closed, len(loaded.broken)) == (0, 2)
    assert ListedParty.objects.get(key="102").closed_at is None


def test_a_list_that_ends_too_early_changes_nothing(load: Load) -> None:
    load(OFAC)
    with pytest.raises(BadFile):
        load(OFAC[: OFAC.index("<uid>103")])
    assert ListedParty.objects.filter(closed_at=None).count() == 3
    assert ListFile.objects.count() == 1


def test_an_empty_list_is_refused(load: Load) -> None:
    with pytest.raises(BadFile, match="lists nobody"):
        load("<sdnList></sdnList>")


def test_lists_stand_beside_each_other(load: Load) -> None:
    for text in (OFAC, UN, EU):
        load(text)
    assert set(ListedParty.objects.filter(closed_at=None).values_list("list_kind", flat=True)) == {
        "ofac-sdn",
        "un-sanctions",
        "eu-sanctions",
    }
    assert IndexWord.objects.get(word="").on_names == ListedName.objects.count()


def test_an_entry_that_stands_twice_is_reported(load: Load) -> None:
    first = OFAC[OFAC.index("<sdnEntry>") : OFAC.index("</sdnEntry>") + len("</sdnEntry>")]
    loaded = load(OFAC.replace("</sdnList>", first + "</sdnList>"))
    assert "stands in the file twice" in loaded.broken[-1].reason


def test_the_database_refuses_to_edit_an_entry(load: Load) -> None:
    load(OFAC)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        ListedParty.objects.filter(key="101").update(remarks="nothing to see")
