// The Dutch words of sphinx.po that JavaScript shows. Sphinx's own file leaves some empty, and its plural
// expression gives true or false where searchtools.js needs 0 or 1.
Documentation.addTranslations({
  "locale": "nl",
  "messages": {
    "Search Results": "Zoekresultaten",
    "Searching": "Bezig met zoeken",
    "Preparing search...": "Het zoeken wordt voorbereid …",
    ", in ": ", in ",
    "Hide Search Matches": "Gevonden woorden niet meer markeren",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": "Er is niets gevonden. Controleer de spelling van alle woorden.",
    "Search finished, found one page matching the search query.": [
      "Er is één pagina gevonden.",
      "Er zijn ${resultCount} pagina's gevonden."
    ]
  },
  "plural_expr": "n === 1 ? 0 : 1"
});
