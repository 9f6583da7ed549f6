"""Texts of the page's account: every estimate and post, the reconciliation, what is left out, and the method."""

TEXTS: dict[str, tuple[str, str]] = {
    # Every estimate
    "estimates.title": ("Alle schattingen en posten", "Every estimate and post"),
    "estimates.lead.basis": (
        "Van de {count} getallen achter dit antwoord rusten er {judged} op oordeel: {experts} zijn door deskundigen "
        "geschat, {own} koos de maker van deze casus. Van de andere staan er {published} in een bron; {implied} zijn "
        "uit gepubliceerde cijfers teruggerekend.",
        "Of the {count} numbers behind this answer, {judged} rest on judgement: {experts} were judged by experts, "
        "{own} were chosen by the maker of this case. Of the others, {published} are printed in a source and "
        "{implied} were solved for from published figures.",
    ),
    "estimates.lead.uncertain": (
        "{uncertain} zijn onzeker en hebben een verdeling, {chosen} zijn een keuze, {fixed} liggen vast.",
        "{uncertain} are uncertain and have a distribution, {chosen} are choices, {fixed} are fixed.",
    ),
    "estimates.all": ("Alle schattingen", "Every estimate"),
    "estimates.explained": (
        "De grond gaat over de waarde zelf; waar het bereik op rust, staat voor zover bekend in de toelichting (open "
        "de schatting). De nummers verwijzen naar de bronnen onder de tabel.",
        "The basis is that of the value itself; what the range rests on is said in the note where it is known (open "
        "the estimate). The numbers refer to the sources below the table.",
    ),
    "estimates.hills": (
        "Elke heuvel is de verdeling, met de waarde als streep, op een schaal van nul tot tweemaal de waarde: hoe "
        "breder de heuvel, hoe onzekerder het getal. Ernaast het bereik waar negen van de tien trekkingen in vallen.",
        "Each hill is the distribution, with the value as a line, on a scale from zero to twice the value: the wider "
        "the hill, the less certain the number. Beside it stands the range that holds nine draws out of ten.",
    ),
    "estimates.own_scale": (
        "Met een * past de verdeling daar niet op; dan loopt de schaal van haar laagste tot haar hoogste waarde.",
        "With a * the distribution does not fit on that; then the scale runs from its lowest to its highest value.",
    ),
    "estimates.label": ("schatting", "estimate"),
    "estimates.value": ("waarde", "value"),
    "estimates.range": ("verdeling en 90%-bereik", "distribution and 90% range"),
    "estimates.basis": ("grond", "basis"),
    "estimates.place": ("bron", "source"),
    "estimates.source": ("{place} [{document}]", "{place} [{document}]"),
    "estimates.chosen": ("keuze", "choice"),
    "estimates.fixed": ("vast", "fixed"),
    "estimates.fixed_at": (
        "Op deze pagina door een scenario vastgezet op {value}.",
        "Fixed at {value} on this page, by a scenario.",
    ),
    "estimates.answers": ("Antwoorden: {answers}.", "Answers: {answers}."),
    "estimates.sources": ("Bronnen", "Sources"),
    "estimates.role.expert": ("Door deskundigen geschat: {count}", "Judged by experts: {count}"),
    "estimates.role.observed": ("Geteld of geregistreerd: {count}", "Counted or registered: {count}"),
    "estimates.role.unit_value": ("Prijzen en kengetallen: {count}", "Prices and other unit values: {count}"),
    "estimates.role.lever": ("Knoppen, een keuze van beleid: {count}", "Levers, chosen by policy: {count}"),
    "estimates.role.value_choice": ("Waardekeuzes, een norm: {count}", "Value choices, set by a norm: {count}"),
    "estimates.basis.published": ("gepubliceerd", "published"),
    "estimates.basis.implied": ("teruggerekend", "solved for"),
    "estimates.basis.judgement": ("oordeel", "judgement"),
    # Every post
    "posts.title": ("Alle posten", "Every post"),
    "posts.explained": (
        "Per regel van de gepubliceerde tabel de posten waaruit die is opgebouwd, met de contante waarde bij de "
        "puntschattingen. Open een post voor de formule.",
        "For each line of the published table, the posts that make it up, with their present value at the point "
        "estimates. Open a post for its formula.",
    ),
    "posts.amount": ("Bedrag", "Amount"),
    "posts.amount.a_year": ("Bedrag per jaar", "Amount a year"),
    "posts.years": ("Aantal jaren", "Number of years"),
    "posts.when": ("Wanneer", "When"),
    "posts.once": ("Eenmalig, in jaar {year}.", "Once, in year {year}."),
    "posts.spread": (
        "Elk jaar vanaf jaar {year}, gelijkmatig over het aantal jaren.",
        "Every year from year {year}, evenly over the number of years.",
    ),
    "posts.present_value": (
        "Het bedrag is al een contante waarde, bij een discontovoet van {rate}.",
        "The amount is a present value already, at a discount rate of {rate}.",
    ),
    "posts.value": ("Contante waarde", "Present value"),
    "posts.value.text": ("{point}; 90%-bereik {range}", "{point}; 90% range {range}"),
    "posts.who.cost": ("Wie betaalt", "Who pays"),
    "posts.who.benefit": ("Wie wint", "Who gains"),
    "posts.basis.published": ("verdeling gepubliceerd", "shares as published"),
    "posts.basis.implied": ("verdeling teruggerekend uit gepubliceerde cijfers", "shares solved for"),
    "posts.basis.judgement": ("verdeling is een oordeel", "shares are a judgement"),
    "posts.kind": ("Soort", "Kind"),
    "posts.kind.financial": ("financieel", "financial"),
    "posts.kind.immaterial": ("immaterieel", "immaterial"),
    "posts.note": ("Toelichting", "Note"),
    "posts.file": ("In het bestand", "In the case file"),
    "quantities.title": ("Tussenresultaten", "Intermediate results"),
    "quantities.explained": (
        "Wat in de formules van de posten terugkomt, met de waarde bij de puntschattingen.",
        "What the formulas of the posts use, with its value at the point estimates.",
    ),
    # The reconciliation
    "reconciliation.title": ("Klopt het met het rapport?", "Does it match the publication?"),
    "reconciliation.lead.lines": (
        "{close} van de {count} gepubliceerde regels komen op minder dan {within} na uit het model; het verst ervan af "
        "ligt ‘{label}’, met {furthest}.",
        "The model gives {close} of the {count} published lines to within {within}; the furthest off is ‘{label}’, by "
        "{furthest}.",
    ),
    "reconciliation.lead.no_lines": (
        "De casus noemt geen gepubliceerde regels om mee te vergelijken.",
        "The case names no published lines to compare with.",
    ),
    "reconciliation.lead.line": (
        "De ene gepubliceerde regel, ‘{label}’, wijkt in het model {furthest} af.",
        "The one published line, ‘{label}’, is off by {furthest} in the model.",
    ),
    "reconciliation.lead.claim.yes": (
        "De ene bewering in de publicatie komt ook uit het model.",
        "The model reproduces the one claim of the publication.",
    ),
    "reconciliation.lead.claim.no": (
        "De ene bewering in de publicatie komt niet uit het model.",
        "The model does not reproduce the one claim of the publication.",
    ),
    "reconciliation.lead.claim.unknown": (
        "De ene bewering in de publicatie is met het model niet na te gaan.",
        "The model cannot tell whether the one claim of the publication holds.",
    ),
    "reconciliation.lead.claims.all.yes": (
        "Het model geeft alle {count} beweringen in de publicatie terug.",
        "The model reproduces all {count} claims of the publication.",
    ),
    "reconciliation.lead.claims.all.no": (
        "Het model geeft geen van de {count} beweringen in de publicatie terug.",
        "The model reproduces none of the {count} claims of the publication.",
    ),
    "reconciliation.lead.claims.all.unknown": (
        "Geen van de {count} beweringen in de publicatie is met het model na te gaan.",
        "The model cannot tell whether any of the {count} claims of the publication holds.",
    ),
    "reconciliation.lead.claims.some": (
        "Van de {count} beweringen in de publicatie geeft het model er {yes} terug",
        "Of the {count} claims of the publication, the model reproduces {yes}",
    ),
    "reconciliation.lead.claims.none": (
        "Van de {count} beweringen in de publicatie geeft het model er geen terug",
        "Of the {count} claims of the publication, the model reproduces none",
    ),
    "reconciliation.lead.claims.no": (" en {no} niet", " and does not reproduce {no}"),
    "reconciliation.lead.claims.unknown.one": ("; één is niet na te gaan", "; for one it cannot tell"),
    "reconciliation.lead.claims.unknown.more": ("; {unknown} zijn niet na te gaan", "; for {unknown} it cannot tell"),
    "reconciliation.explained": (
        "Berekend is hier: bij de puntschattingen, zonder scenario. Geen gepubliceerde uitkomst gaat de berekening in.",
        "Computed means: at the point estimates, without a scenario. No published outcome enters the calculation.",
    ),
    "reconciliation.implied.one": (
        "Eén schatting is wel uit gepubliceerde cijfers teruggerekend; een deel van de overeenstemming komt dus "
        "daardoor.",
        "One estimate was solved for from published figures, though, so part of the agreement comes from that.",
    ),
    "reconciliation.implied.more": (
        "Wel zijn {implied} schattingen uit gepubliceerde cijfers teruggerekend; een deel van de overeenstemming komt "
        "dus daardoor.",
        "{implied} estimates were solved for from published figures, though, so part of the agreement comes from that.",
    ),
    "reconciliation.lines": ("Regel voor regel, in euro’s contante waarde", "Line by line, in euros of present value"),
    "reconciliation.relative": ("in procenten", "in percent"),
    "reconciliation.claims": ("Wat er verder wordt beweerd", "What else is claimed"),
    "reconciliation.reproduced": ("komt eruit", "reproduced"),
    "reconciliation.yes": ("✓ ja", "✓ yes"),
    "reconciliation.no": ("✗ nee", "✗ no"),
    "reconciliation.unknown": ("niet na te gaan", "cannot be told"),
    "reconciliation.sign.negative": ("negatief", "negative"),
    "reconciliation.sign.zero": ("ongeveer nul", "about zero"),
    "reconciliation.sign.positive": ("positief", "positive"),
    "reconciliation.findings": (
        "Waar de publicatie zichzelf tegenspreekt of iets weglaat",
        "Where the publication contradicts itself, or leaves something out",
    ),
    # What is left out
    "limits.title": ("Wat niet of dubbel meetelt", "Left out, or counted twice"),
    "limits.not_valued": ("Niet te waarderen (PM)", "Cannot be valued"),
    "limits.not_valued.explained": (
        "Deze posten zitten in geen enkel bedrag op deze pagina.",
        "These items are in none of the amounts on this page.",
    ),
    "limits.not_valued.none": (
        "De casus noemt geen posten die niet te waarderen zijn.",
        "The case names no items that cannot be valued.",
    ),
    "limits.overlaps": ("Mogelijk dubbel geteld", "Possibly counted twice"),
    "limits.overlaps.explained": (
        "Dit is niet van de bedragen afgetrokken.",
        "Nothing has been taken off the amounts for this.",
    ),
    "limits.overlaps.none": (
        "De casus noemt geen posten die elkaar mogelijk overlappen.",
        "The case names no posts that may overlap.",
    ),
    "limits.about": ("Gaat over: {posts}.", "About: {posts}."),
    # The method
    "method.title": ("Zo is het berekend", "How it was computed"),
    "method.draws": (
        "Het model is {all} keer doorgerekend, elke keer met een andere trekking uit alle verdelingen tegelijk. Elke "
        "trekking geeft kasstromen per jaar, die met de discontovoet contant zijn gemaakt.",
        "The model was computed {all} times, each time with another draw from all distributions at once. Each draw "
        "gives cash flows by year, which are discounted to present values.",
    ),
    "method.replicates": (
        "De trekkingen zijn {replicates} onafhankelijke replicaties van {draws} gehusselde Sobol’-punten (Joe en Kuo "
        "2008; Owen 1998), die de ruimte gelijkmatiger vullen dan toeval; schattingen die samenhangen, hangen samen "
        "via een Gaussische copula (Iman en Conover 1982).",
        "The draws are {replicates} independent replicates of {draws} scrambled Sobol’ points (Joe and Kuo 2008; "
        "Owen 1998), which fill the space more evenly than chance; estimates that hang together do so through a "
        "Gaussian copula (Iman and Conover 1982).",
    ),
    "method.error": (
        "Elk getal komt uit alle trekkingen samen; zijn rekenfout (95%) volgt uit hoe ver de replicaties uiteenlopen "
        "(Asmussen en Glynn 2007; Nakayama 2014).",
        "Every number comes from all draws together; the error of its calculation (95%) follows from how far the "
        "replicates differ (Asmussen and Glynn 2007; Nakayama 2014).",
    ),
    "method.digits": (
        "Getallen tonen niet meer cijfers dan die fout toelaat. Zij zegt niets over de vraag of de verdelingen zelf "
        "kloppen.",
        "Numbers show no more digits than that error supports. It says nothing of whether the distributions themselves "
        "are right.",
    ),
    "method.analyses": (
        "Het aandeel van elke schatting in de onzekerheid is haar Sobol’-index (Saltelli e.a. 2010; Jansen 1999) of, "
        "waar schattingen samenhangen, haar Shapley-effect (Song, Nelson en Staum 2016). Omslagpunten en de waarde "
        "van informatie (Raiffa en Schlaifer 1961; Felli en Hazen 1998) komen uit het verwachte saldo gegeven elke "
        "waarde van de schatting, op dezelfde trekkingen van de andere. De spreiding tussen modelvarianten is die "
        "van Draper (1995), kwantielen zijn van Hazen (Hyndman en Fan 1996), waarschijnlijkheidswoorden van het IPCC "
        "(Mastrandrea e.a. 2010).",
        "The share of each estimate in the uncertainty is its Sobol’ index (Saltelli et al. 2010; Jansen 1999) or, "
        "where estimates hang together, its Shapley effect (Song, Nelson and Staum 2016). Switching values and the "
        "value of information (Raiffa and Schlaifer 1961; Felli and Hazen 1998) come from the expected balance given "
        "each value of the estimate, on the same draws of the others. The spread between variants of the model is "
        "that of Draper (1995), quantiles are Hazen’s (Hyndman and Fan 1996), likelihood words the IPCC’s "
        "(Mastrandrea et al. 2010).",
    ),
    "method.convergence": ("Zijn het genoeg trekkingen?", "Were these enough draws?"),
    "method.convergence.explained": (
        "Viermaal zoveel replicaties halveert de rekenfout. Zo kromp die in deze berekening zelf, met haar eerste 3, 4 "
        "en meer replicaties.",
        "Four times as many replicates halve the error of the calculation. This is how it shrank in this very "
        "calculation, with its first 3, 4 and more replicates.",
    ),
    "method.convergence.noise": (
        "Zo’n fout is zelf ook een schatting, en van weinig replicaties een ruwe: die van alle {replicates} is naar "
        "schatting {low} tot {high} maal de getoonde (95%). Daarom springen de stippen om de lijn.",
        "Such an error is itself an estimate, and a rough one from few replicates: that of all {replicates} is "
        "between about {low} and {high} times what is shown (95%). That is why the dots jump around the line.",
    ),
    "method.convergence.figure": ("Rekenfout van het gemiddelde saldo", "Error of the calculation of the mean balance"),
    "method.convergence.axis": ("aantal replicaties", "number of replicates"),
    "method.convergence.key": (
        "Stippen: deze berekening. Lijn: wat de theorie verwacht bij de spreiding tussen alle replicaties, de waarde "
        "van Student maal één gedeeld door de wortel van hun aantal.",
        "Dots: this calculation. Line: what theory expects given the spread between all replicates, Student’s value "
        "times one over the square root of their number.",
    ),
    "method.convergence.table": ("Rekenfout (95%)", "Error of the calculation (95%)"),
    "method.convergence.replicates": ("replicaties", "replicates"),
    "method.convergence.mean": ("gemiddeld saldo", "mean balance"),
    "method.convergence.probability": ("kans op saldo > 0 (procentpunt)", "chance of balance > 0 (percentage points)"),
    "method.again": ("Deze pagina opnieuw maken", "Make this page again"),
    "method.again.explained": (
        "Met hetzelfde bestand en dezelfde versies geeft deze opdracht deze pagina, byte voor byte; er staat geen "
        "datum in. De taal bepaalt alleen in welke van de twee de pagina opent. Op een ander soort processor kunnen "
        "de laatste cijfers van een berekening verschillen.",
        "With the same file and the same versions this command gives this page, byte for byte; it holds no date. The "
        "language only decides in which of the two the page opens. On another kind of processor the last digits of a "
        "calculation may differ.",
    ),
    "method.again.unseeded": (
        "Deze pagina is vanuit Python gemaakt zonder startgetal, en is daarom niet precies zo opnieuw te maken.",
        "This page was made from Python without a seed, so it cannot be made again exactly.",
    ),
    "method.file": ("Bestand", "Case file"),
    "method.seed": ("Startgetal", "Seed"),
    "method.design": ("Trekkingen", "Draws"),
    "method.design.text": (
        "{replicates} replicaties van {draws} ({kind})",
        "{replicates} replicates of {draws} ({kind})",
    ),
    "method.dependence": ("Samenhang", "Dependence"),
    "method.scenario": ("Scenario", "Scenario"),
    "method.literature": ("Literatuur", "Literature"),
}
