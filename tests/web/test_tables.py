"""The pages of tables, over the fake assistant and over real forms; and the files they are saved as."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from forms import five_forms, ingested

from assistant.measured import load_measured
from assistant.web.server import create_app
from corpus.questionnaire import load_questionnaire


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A client of the pages over five made-up forms, with everything real."""
    assistant = ingested(tmp_path_factory.mktemp("tables"), five_forms(load_questionnaire()))
    return TestClient(create_app(assistant, with_chat=False), base_url="http://127.0.0.1:7860")


@pytest.fixture
def fake_client(assistant):
    return TestClient(create_app(assistant, with_chat=False), base_url="http://127.0.0.1:7860")


def soup(response):
    assert response.status_code == 200, response.text
    return BeautifulSoup(response.text, "lxml")


def words(tag):
    return " ".join(tag.get_text().split())


def names(page):
    return [words(cell) for cell in page.select("table.matrix tbody th")]


@pytest.mark.parametrize(
    ("path", "first"),
    [("/en/organizations", "Agence lunaire du Canada"), ("/fr/organismes", "Agence lunaire du Canada")],
)
def test_the_matrix_has_every_organization_and_every_item(real, path, first):
    page = soup(real.get(path))
    assert page.html["lang"] == path[1:3]
    assert len(page.select("table.matrix thead th")) == 14
    assert len(names(page)) == 5
    assert names(page)[0] == first
    assert all(len(row.select("td")) == 13 for row in page.select("table.matrix tbody tr"))


def test_organizations_are_called_as_the_pages_language_has_it(real):
    assert "Health Canada" in names(soup(real.get("/en/organizations")))
    assert "Santé Canada" in names(soup(real.get("/fr/organismes")))


def test_a_cell_leads_to_the_words_it_rests_on(real):
    page = soup(real.get("/en/organizations"))
    row = next(row for row in page.select("tbody tr") if "Health Canada" in words(row.th))
    cell = row.select("td")[4]
    assert words(cell) == "updated its code"
    source = soup(real.get(cell.a["href"].partition("#")[0]))
    assert words(source.select_one("mark#cited")) == "Yes, my organization updated its code of conduct."


def test_a_condition_tells_the_organizations_apart_those_that_match_first(real):
    page = soup(real.get("/en/organizations", params={"where": "q5.updated"}))
    states = [words(row.td) for row in page.select("tbody tr")]
    assert states == ["matching"] * 3 + ["not matching", "did not say"]
    assert "Item 5: organizations that updated their code of conduct" in words(page)
    assert "Of 5 organizations: 3 matching, 1 not matching, 1 did not say." in words(page)
    assert page.select_one("select[name=where] option[selected]")["value"] == "q5.updated"


def test_a_condition_written_by_hand_stays_in_the_form(real):
    where = "q5.updated and not q3.reviewing"
    page = soup(real.get("/en/organizations", params={"where": where}))
    assert page.select_one("select[name=where] option[selected]")["value"] == where


@pytest.mark.parametrize(("name", "found"), [("PARKS", ["Parks Canada"]), ("sante", []), ("cbsa", [])])
def test_names_are_looked_for_in_any_case_and_without_accents(real, name, found):
    page = soup(real.get("/en/organizations", params={"name": name}))
    assert names(page) == found
    assert bool(page.select(".remark")) is not bool(found)


def test_accents_do_not_matter_in_names(real):
    assert names(soup(real.get("/fr/organismes", params={"name": "sante"}))) == ["Santé Canada"]


def test_rows_are_sorted_by_what_stands_under_an_item_those_without_last(real):
    page = soup(real.get("/en/organizations", params={"sort": "q5"}))
    assert names(page)[-1] == "Transport Canada"
    header = page.select("thead th")[5]
    assert header["aria-sort"] == "ascending"


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("q5.nothing", "q5.nothing"),
        ("q5.updated and", "expected an option"),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
    ],
)
def test_a_condition_with_a_mistake_is_explained(real, where, said):
    response = real.get("/en/organizations", params={"where": where})
    assert response.status_code == 400
    assert said in response.text
    assert "<script>" not in response.text


def test_hostile_words_stay_words(fake_client):
    for path in ("/en/organizations", "/fr/organismes"):
        page = soup(fake_client.get(path))
        assert not page.select("script:not([src]), img")
        assert "<script>document.title" in page.get_text()


def test_an_item_shows_its_options_with_numbers_that_lead_to_the_organizations(real):
    page = soup(real.get("/en/items/5"))
    table = page.select_one("table.numbers")
    lines = [[words(cell) for cell in row.select("th, td")] for row in table.select("tbody tr")]
    assert lines[0] == ["Yes, my organization updated its code of conduct.", "3", "60%", "1", "1"]
    assert table.select_one("tbody a")["href"] == "/en/organizations?where=q5.updated"
    widths = [float(bar["width"]) for bar in page.select("svg .fill:not(.off)")]
    leads = [bar["href"] for bar in page.select("a.bar-line")]
    assert leads[-1] == "#none-ticked"
    assert all("where=q5." in address for address in leads[:-1])
    assert "Transport Canada" in words(page.select_one("#none-ticked"))
    assert widths[0] == 60
    assert "the same numbers stand in the table below" in words(page.figure)
    assert words(page.select("section.group h2")[-1]) == "Nothing ticked (1 organization)"


def test_an_item_in_words_shows_how_each_text_begins(real):
    page = soup(real.get("/en/items/4"))
    (group,) = page.select("section.group")
    assert "The review will be completed by March 31, 2025." in words(group)
    assert not page.select("table.numbers")


@pytest.mark.parametrize("path", ["/en/items/14", "/en/items/x", "/fr/elements/0"])
def test_an_item_there_is_not_is_said(real, path):
    response = real.get(path)
    assert response.status_code == 404
    assert "14" in response.text or "x" in response.text or "0" in response.text


def test_the_items_begin_with_the_first(real):
    response = real.get("/en/items", follow_redirects=False)
    assert response.headers["location"] == "/en/items/1"


def test_target_dates_stand_in_order_and_can_be_limited(real):
    page = soup(real.get("/en/timeline"))
    assert "March 31, 2025" in words(page.select_one("table.dates"))
    assert page.select_one("time")["datetime"] == "2025-03-31"
    none = soup(real.get("/fr/echeancier", params={"by": "2024-01-01", "item": "4"}))
    assert not none.select("table.dates tbody tr")
    assert real.get("/en/timeline", params={"by": "someday"}).status_code == 400


def test_remarks_are_listed_with_the_words_they_rest_on(real):
    page = soup(real.get("/en/remarks"))
    assert "Statistics Canada ticked more than one option for item 5" in words(page)
    assert page.select(".rests q")
    assert "Statistique Canada" in words(soup(real.get("/fr/remarques")))


@pytest.mark.parametrize(
    ("path", "said"), [("/en/about", "not an official site"), ("/fr/a-propos", "pas un site officiel")]
)
def test_about_tells_what_it_is_and_what_can_be_asked_about(real, path, said):
    page = soup(real.get(path))
    assert said in words(page)
    assert "5" in [words(each) for each in page.select("dd")]
    assert page.select("main a[href*='#q=']")
    lists = next(each for each in load_measured().figure if each.name == "lists")
    assert f"{round(100 * lists.share)}" in words(page)
    assert str(lists.questions) in words(page)


@pytest.mark.parametrize("path", ["/en/organizations?where=q5.updated", "/en/items/6", "/en/timeline", "/en/remarks"])
def test_the_link_to_the_other_language_leads_to_the_same(real, path):
    other = soup(real.get(path)).select_one("#other-language")["href"]
    assert other.startswith("/fr/")
    assert path.partition("?")[2] in other
    assert soup(real.get(other)).select_one("#other-language")["href"].partition("?")[0] == path.partition("?")[0]


@pytest.mark.parametrize("path", ["/en/organizations", "/en/items/5", "/en/timeline", "/en/remarks"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "md", "json"])
def test_every_table_can_be_saved(real, path, form):
    response = real.get(path, params={"format": form})
    assert response.status_code == 200
    assert f'.{form}"' in response.headers["content-disposition"]
    assert len(response.content) > 100


def test_a_saved_row_has_its_source(real):
    response = real.get("/en/organizations", params={"format": "csv", "where": "q5.updated", "name": "Health"})
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 13
    fifth = next(row for row in rows if row["Item"] == "5")
    assert (fifth["Organization"], fifth["State"], fifth["Options"]) == ("Health Canada", "matching", "q5.updated")
    text = soup(real.get("/en/organizations/health"))
    assert fifth["Quotation"] in text.get_text()
    assert fifth["Document"]
    assert fifth["Index"]
    assert int(fifth["End"]) - int(fifth["Start"]) == len(fifth["Quotation"])


def test_an_answer_is_saved_as_it_is_shown(real):
    fields = {"question": "Which organizations updated their code?", "format": "csv"}
    response = real.post("/en/export", data=fields)
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["State"] for row in rows] == ["matching"] * 3 + ["not matching", "did not say"]
    follow_up = {"question": "and which did not?", "format": "json", "earlier": json.dumps([fields["question"]])}
    told = real.post("/en/export", data=follow_up).json()
    assert told["where"] == "not q5.updated"


def test_a_spreadsheet_opens_with_what_it_rests_on(real):
    response = real.post("/fr/export", data={"question": "Qui a mis à jour son code ?", "format": "xlsx"})
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "Santé Canada" in strings
    assert "Qui a mis à jour son code" in strings


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"question": "x", "format": "exe"},
        {"question": "x" * 3000, "format": "csv"},
        {"question": "x", "format": "csv", "earlier": "x" * 100_000},
    ],
)
def test_what_makes_no_sense_is_refused(real, fields):
    assert real.post("/en/export", data=fields).status_code in (413, 422)


@pytest.mark.parametrize("earlier", ["", "no list", "{}", "[1, 2]"])
def test_broken_earlier_questions_are_left_out(real, earlier):
    fields = {"question": "Which organizations updated their code?", "format": "md", "earlier": earlier}
    assert "Health Canada" in real.post("/en/export", data=fields).text


def test_another_sites_page_gets_no_file(real):
    response = real.post(
        "/en/export", data={"question": "x", "format": "csv"}, headers={"origin": "https://evil.example"}
    )
    assert response.status_code == 403
