"""A case as a workbook: what is wrong with one, and what stands in it."""

TEXTS: dict[str, tuple[str, str]] = {
    # workbooks that cannot be opened
    "error.excel_missing": (
        "voor Excel-werkboeken is de bibliotheek openpyxl nodig. Installeer haar: pip install "
        "'mkba-uncertainty[excel]'.",
        "Excel workbooks need the library openpyxl. Install it: pip install 'mkba-uncertainty[excel]'.",
    ),
    "error.workbook_unreadable": (
        "dit is geen leesbaar Excel-werkboek (.xlsx). Sla het in Excel of LibreOffice op als 'Excel-werkmap (.xlsx)', "
        "zonder wachtwoord.",
        "this is not a readable Excel workbook (.xlsx). Save it in Excel or LibreOffice as 'Excel Workbook (.xlsx)', "
        "without a password.",
    ),
    "error.workbook_macros": (
        "het werkboek bevat macro's ({found}) en wordt niet geopend. Sla het op als gewone werkmap (.xlsx).",
        "the workbook holds macros ({found}) and is not opened. Save it as a plain workbook (.xlsx).",
    ),
    "error.workbook_links": (
        "het werkboek haalt iets van buiten ({found}) en wordt niet geopend. Verbreek de koppelingen (Gegevens, "
        "Koppelingen bewerken) en sla het op.",
        "the workbook takes something from outside ({found}) and is not opened. Break the links (Data, Edit Links) and "
        "save it.",
    ),
    "error.workbook_too_large": (
        "het werkboek is groter dan {limit} MB, of wordt dat bij het uitpakken. Verwijder wat er niet in hoort, zoals "
        "afbeeldingen.",
        "the workbook is larger than {limit} MB, or becomes so when it is unpacked. Remove what does not belong in it, "
        "such as pictures.",
    ),
    "error.workbook_far_cell": (
        "het blad heeft cellen tot {found}. Verwacht: hoogstens {rows} rijen en {columns} kolommen. Verwijder wat er "
        "buiten de tabel staat.",
        "the sheet has cells as far as {found}. Expected: at most {rows} rows and {columns} columns. Delete what "
        "stands outside the table.",
    ),
    # wrong cells
    "error.workbook_formula": (
        "hier staat een Excel-formule. Verwacht: een getal of tekst. Kopieer de cel en plak hem als waarde.",
        "here stands an Excel formula. Expected: a number or text. Copy the cell and paste it as a value.",
    ),
    "error.workbook_error_value": (
        "hier staat een foutwaarde van Excel ({found}). Vul de waarde in.",
        "here stands an error value of Excel ({found}). Fill in the value.",
    ),
    "error.workbook_number": (
        "hier staat {found}. Verwacht: een getal. Typ het opnieuw, in een cel die niet als tekst is opgemaakt.",
        "here stands {found}. Expected: a number. Type it again, in a cell that is not formatted as text.",
    ),
    "error.workbook_kind": (
        "hier staat {found}, waar Excel een datum of waar/onwaar van heeft gemaakt. Maak de cel op als tekst en typ "
        "het opnieuw.",
        "here stands {found}, which Excel made a date or true/false. Format the cell as text and type it again.",
    ),
    "error.workbook_missing": ("deze cel is leeg. Vul in: {found}.", "this cell is empty. Fill in: {found}."),
    "error.workbook_missing_part": (
        "bij deze rij ontbreekt {found}. Vul het in, in een kolom van dit blad of op het blad dat erbij hoort.",
        "{found} is missing for this row. Fill it in, in a column of this sheet or on the sheet that goes with it.",
    ),
    "error.workbook_unknown_entry": (
        "{found} staat niet op het blad {sheet}.{did_you_mean} Verbeter de naam, of voeg hem daar toe.",
        "{found} does not stand on the sheet {sheet}.{did_you_mean} Correct the name, or add it there.",
    ),
    "error.workbook_missing_sheet": (
        "het blad {found} ontbreekt of heeft geen rijen. Neem het over uit een werkboek dat met mkba export is "
        "gemaakt.",
        "the sheet {found} is missing or has no rows. Take it over from a workbook that mkba export made.",
    ),
    "error.workbook_unknown_sheet": (
        "een casus heeft geen blad {found}.{did_you_mean} Verbeter de naam; een eigen blad mag, als zijn naam met _ "
        "begint.",
        "a case has no sheet {found}.{did_you_mean} Correct the name; a sheet of your own may be there if its name "
        "begins with _.",
    ),
    "error.workbook_unknown_column": (
        "dit blad heeft geen kolom {found}.{did_you_mean} Verbeter of verwijder hem. Toegestaan: {allowed}.",
        "this sheet has no column {found}.{did_you_mean} Correct or remove it. Allowed: {allowed}.",
    ),
    "error.workbook_no_header": (
        "hier staat {found}, maar boven deze kolom staat geen kop. Geef de kolom een kop, of maak de cel leeg.",
        "here stands {found}, but there is no heading on top of this column. Give the column one, or clear the cell.",
    ),
    "error.workbook_twice": (
        "{found} staat er al, in {first}. Verwijder een van beide, of geef een andere naam.",
        "{found} stands there already, in {first}. Remove one of the two, or rename it.",
    ),
    "error.workbook_no_name": (
        "deze rij heeft geen {found}. Vul hem in, of maak de hele rij leeg.",
        "this row has no {found}. Fill it in, or clear the whole row.",
    ),
    "error.workbook_more": (
        "hier staat {found}. Verwacht: sleutels zoals in een casusbestand, bijvoorbeeld "
        "distribution = {{ values = [1, 2] }}. Verbeter de cel, of maak hem leeg.",
        "here stands {found}. Expected: keys as in a case file, such as distribution = {{ values = [1, 2] }}. "
        "Correct the cell, or clear it.",
    ),
    "error.workbook_text": (
        "deze tekst past niet in een werkboek: {found}. Kort hem in tot {limit} tekens, zonder stuurtekens.",
        "this text does not fit in a workbook: {found}. Shorten it to {limit} characters, without control characters.",
    ),
    # what stands in workbooks
    "workbook.pick_title": ("Kies uit de lijst", "Choose from the list"),
    "workbook.pick": (
        "In deze cel past alleen een antwoord uit de lijst.",
        "Only an answer from the list fits in this cell.",
    ),
    "workbook.read_me": (
        "Dit werkboek is een casus van mkba_uncertainty: een maatschappelijke kosten-batenanalyse met onzekerheid.\n"
        "Elk blad is een tabel. Wijzig cellen, voeg rijen toe of verwijder ze; laat de koppen staan.\n"
        "Schattingen: elk getal, met zijn verdeling en bron. rol: expert, observed en unit_value zijn onzeker; lever "
        "en value_choice worden gekozen.\n"
        "Posten: kosten en baten, elk met een formule in de namen van schattingen en grootheden. De aandelen van de "
        "actoren tellen op tot 1.\n"
        "basis: published (het staat in de publicatie), implied (eruit afgeleid) of judgement (eigen oordeel).\n"
        "Gebruik getallen en tekst, geen Excel-formules. Een eigen blad mag, als zijn naam met _ begint.\n"
        "Terug naar een casusbestand: mkba import {file} mijn-stad.toml. Wat er mis is, staat er dan met blad en cel "
        "bij.",
        "This workbook is a case of mkba_uncertainty: a social cost-benefit analysis with uncertainty.\n"
        "Each sheet is a table. Change cells, add rows or delete them; leave the headings.\n"
        "Estimates: every number, with its distribution and source. role: expert, observed and unit_value are "
        "uncertain; lever and value_choice are chosen.\n"
        "Posts: costs and benefits, each with a formula in the names of estimates and quantities. The shares of the "
        "actors sum to 1.\n"
        "basis: published (it stands in the publication), implied (derived from it) or judgement (your own).\n"
        "Use numbers and text, no Excel formulas. A sheet of your own may be there if its name begins with _.\n"
        "Back to a case file: mkba import {file} my-city.toml. It names what is wrong by sheet and cell.",
    ),
    "workbook.sheet.read_me": ("_Lees mij", "_Read me"),
    "workbook.sheet.results": ("_Uitkomsten", "_Results"),
    "workbook.sheet.case": ("Casus", "Case"),
    "workbook.sheet.estimates": ("Schattingen", "Estimates"),
    "workbook.sheet.experts": ("Experts", "Experts"),
    "workbook.sheet.quantities": ("Grootheden", "Quantities"),
    "workbook.sheet.posts": ("Posten", "Posts"),
    "workbook.sheet.actors": ("Actoren", "Actors"),
    "workbook.sheet.lines": ("Regels", "Lines"),
    "workbook.sheet.published": ("Gepubliceerd", "Published"),
    "workbook.sheet.scenarios": ("Scenario's", "Scenarios"),
    "workbook.sheet.scenario_values": ("Scenariowaarden", "Scenario values"),
    "workbook.sheet.dependence": ("Samenhang", "Dependence"),
    "workbook.sheet.correlations": ("Correlaties", "Correlations"),
    "workbook.sheet.variants": ("Varianten", "Variants"),
    "workbook.sheet.variant_changes": ("Wijzigingen per variant", "Variant changes"),
    "workbook.sheet.claims": ("Uitspraken", "Claims"),
    "workbook.sheet.remarks": ("Opmerkingen", "Remarks"),
    "workbook.sheet.documents": ("Bronnen", "Sources"),
    "workbook.sheet.price_index": ("Prijsindex", "Price index"),
    "workbook.column.id": ("naam", "name"),
    "workbook.column.more": ("verder", "more"),
    "workbook.column.title": ("titel", "title"),
    "workbook.column.title.nl": ("titel (nl)", "title (nl)"),
    "workbook.column.title.en": ("titel (en)", "title (en)"),
    "workbook.column.description.nl": ("beschrijving (nl)", "description (nl)"),
    "workbook.column.description.en": ("beschrijving (en)", "description (en)"),
    "workbook.column.horizon": ("aantal jaren", "horizon (years)"),
    "workbook.column.price_level": ("prijspeil", "price level"),
    "workbook.column.label.nl": ("label (nl)", "label (nl)"),
    "workbook.column.label.en": ("label (en)", "label (en)"),
    "workbook.column.note.nl": ("toelichting (nl)", "note (nl)"),
    "workbook.column.note.en": ("toelichting (en)", "note (en)"),
    "workbook.column.text.nl": ("tekst (nl)", "text (nl)"),
    "workbook.column.text.en": ("tekst (en)", "text (en)"),
    "workbook.column.source.document": ("bron", "source"),
    "workbook.column.source.place": ("plaats", "place"),
    "workbook.column.role": ("rol", "role"),
    "workbook.column.unit": ("eenheid", "unit"),
    "workbook.column.value": ("waarde", "value"),
    "workbook.column.distribution.family": ("verdeling", "distribution"),
    "workbook.column.basis": ("basis", "basis"),
    "workbook.column.tags": ("groepen", "tags"),
    "workbook.column.formula": ("formule", "formula"),
    "workbook.column.side": ("kant", "side"),
    "workbook.column.kind": ("soort", "kind"),
    "workbook.column.line": ("regel", "line"),
    "workbook.column.amount": ("bedrag (formule)", "amount (formula)"),
    "workbook.column.timing.year": ("eerste jaar", "first year"),
    "workbook.column.timing.years": ("duur in jaren (formule)", "years (formula)"),
    "workbook.column.timing.present_value_at": ("al contant tegen", "present value at"),
    "workbook.column.share": ("aandeel {actor}", "share {actor}"),
    "workbook.column.parent": ("onderdeel van", "parent"),
    "workbook.column.published": ("gepubliceerd", "published"),
    "workbook.column.outcome": ("uitkomst", "outcome"),
    "workbook.column.scenario": ("scenario", "scenario"),
    "workbook.column.estimate": ("schatting", "estimate"),
    "workbook.column.answer": ("antwoord", "answer"),
    "workbook.column.weight": ("gewicht", "weight"),
    "workbook.column.dependence": ("samenhang", "dependence"),
    "workbook.column.one": ("schatting 1", "estimate 1"),
    "workbook.column.other": ("schatting 2", "estimate 2"),
    "workbook.column.rank": ("rangcorrelatie", "rank correlation"),
    "workbook.column.variant": ("variant", "variant"),
    "workbook.column.what": ("wat", "what"),
    "workbook.column.changed": ("naam", "name"),
    "workbook.column.by": ("wordt", "becomes"),
    "workbook.column.measure": ("maat", "measure"),
    "workbook.column.tolerance": ("tolerantie", "tolerance"),
    "workbook.column.remark": ("soort", "kind"),
    "workbook.column.posts": ("posten", "posts"),
    "workbook.column.author": ("auteur", "author"),
    "workbook.column.year": ("jaar", "year"),
    "workbook.column.url": ("adres", "url"),
    "workbook.column.index": ("index", "index"),
}
