"""``karum export`` and ``karum reindex`` as the shell sees them."""

import argparse
import zipfile
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from karum.catalogue import checks, commands, tasks
from karum.catalogue.queries import SearchQuery, search
from karum.catalogue.services import ImportDefaults, import_shopify
from karum.parties.services import create_business, edit_business, set_active
from tests.catalogue.conftest import make_offer, make_product


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add(parser.add_subparsers(required=True))
    arguments = parser.parse_args(words)
    code = arguments.func(arguments)
    assert isinstance(code, int)
    return code


def test_a_seller_leaves_with_everything(coffee_shelf: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seller = create_business(name="Abahuza Coffee", country="RW", currency="RWF", slug="abahuza")
    make_offer(seller.id, make_product(seller.id))
    assert run("export", "abahuza", "--out", str(tmp_path / "shop.zip")) == 0
    assert "Abahuza Coffee" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "shop.zip") as archive:
        assert b"Abahuza Coffee" in archive.read("products.csv")


def test_an_unknown_seller_is_told(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "nobody", "--out", str(tmp_path / "shop.zip")) == 1
    assert "nobody" in capsys.readouterr().err
    assert not (tmp_path / "shop.zip").exists()


def test_a_seller_is_found_by_name_and_gives_an_import_its_currency_language_and_country(coffee_shelf: int) -> None:
    seller = create_business(name="Étoile du Kivu", country="RW", currency="RWF", language="fr")
    file = b"Handle,Title,Variant SKU,Variant Grams,Variant Price\nsac,Un sac,S,300,9500\n"
    assert import_shopify(seller.id, file, defaults=ImportDefaults(category="coffee", hs_code="420222")).ok
    [card] = search(SearchQuery(words="etoile sac")).hits
    assert (card.currency, card.price_minor, card.title_language, card.origin) == ("RWF", 9500, "fr", "RW")


def test_a_shop_that_is_renamed_or_hidden_is_found_so(coffee_shelf: int) -> None:
    seller = create_business(name="Old Name", country="RW", currency="RWF")
    make_offer(seller.id)
    edit_business(seller.id, name="Abakundakawa")
    run_jobs()
    assert search(SearchQuery(words="abakundakawa")).total.count == 1
    set_active(seller.id, False)
    run_jobs()
    assert search(SearchQuery(words="coffee")).total.count == 0
    assert checks.listings().ok
    set_active(seller.id, True)
    run_jobs()
    assert search(SearchQuery(words="coffee")).total.count == 1


def run_jobs() -> None:
    """What the worker would do: run the jobs that were queued."""
    for job in ProcrastinateJob.objects.filter(task_name="catalogue.refresh_seller", status="todo"):
        tasks.refresh_seller(**job.args)
