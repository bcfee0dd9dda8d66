#!/usr/bin/env bash
# Makes the PDF from the LaTeX that Sphinx wrote: tools/pdf.sh FOLDER RESULT.pdf
# Stops at the first TeX error, and refuses a PDF in which a character has no glyph.
set -euo pipefail

folder=$1 result=$2
texts=("$folder"/*.tex)
[[ ${#texts[@]} == 1 && -e ${texts[0]} ]] || { echo "$folder: one .tex file expected, found: ${texts[*]##*/}" >&2; exit 1; }
name=$(basename "${texts[0]}" .tex)
log=$folder/$name.log

# LATEXOPTS is how Sphinx's latexmkrc passes options on. The report's text must not run programs (-no-shell-escape) or
# read files elsewhere on the machine (openin_any); max_print_line keeps a message on one line of the log.
export LATEXOPTS='-halt-on-error -interaction=nonstopmode -file-line-error -no-shell-escape'
export openin_any=p max_print_line=1000 FORCE_SOURCE_DATE=1

if ! (cd "$folder" && latexmk -pdfxe -dvi- -ps- "$name.tex") >"$folder/latexmk.out" 2>&1 </dev/null; then
  rm -f "$result" # the PDF of an earlier build must not pass for this one
  rm -f "$folder/$name".{fdb_latexmk,aux,toc,out} # without these, latexmk runs TeX again even if the text stays the same
  {
    echo "$result: TeX stopped. What it said last:"
    # From the first error (file:line: message, or ! message) on; without one, the end of what latexmk said.
    awk '/^[^ ]+:[0-9]+: |^! / { found = 1 } /^Here is how much/ { exit } found && n++ < 15 { print "    " $0 }' "$log" 2>/dev/null |
      grep . || tail -n 15 "$folder/latexmk.out" | sed 's/^/    /'
    echo "All of it: $log and $folder/latexmk.out"
  } >&2
  exit 1
fi

if grep -q '^Missing character' "$log"; then
  rm -f "$result"
  {
    echo "$result: characters that the font does not have:"
    grep '^Missing character' "$log" | sort | uniq -c | sort -rn | head -n 20
    echo "All of them: $log"
  } >&2
  exit 1
fi

mkdir -p "$(dirname "$result")"
cmp -s "$folder/$name.pdf" "$result" || cp "$folder/$name.pdf" "$result"
