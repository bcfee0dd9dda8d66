#!/usr/bin/env bash
# Makes the PDFs of one language from the LaTeX that Sphinx wrote: tools/pdf.sh FOLDER LANGUAGE RESULTS
# Each FOLDER/<document>-LANGUAGE.tex becomes RESULTS/<document>-LANGUAGE.pdf; other PDFs of that language are removed from
# RESULTS, so that one of a document that is gone, or whose TeX has failed, does not pass for new.
# All documents are tried; a TeX error, or a character without a glyph, in any of them is a failure.
set -euo pipefail
shopt -s nullglob

folder=$1 language=$2 results=$3
texts=("$folder"/*-"$language".tex)

# LATEXOPTS is how Sphinx's latexmkrc passes options on. The report's text must not run programs (-no-shell-escape) or
# read files elsewhere on the machine (openin_any); max_print_line keeps a message on one line of the log.
export LATEXOPTS='-halt-on-error -interaction=nonstopmode -file-line-error -no-shell-escape'
export openin_any=p max_print_line=1000 FORCE_SOURCE_DATE=1

# make_pdf NAME: makes FOLDER/NAME.pdf of FOLDER/NAME.tex, or says what is wrong.
make_pdf() {
  local name=$1 log=$folder/$1.log
  if ! (cd "$folder" && latexmk -pdfxe -dvi- -ps- "$name.tex") >"$folder/$name.out.txt" 2>&1 </dev/null; then
    rm -f "$folder/$name".{fdb_latexmk,aux,toc,out} # without these, latexmk runs TeX again even if the text stays the same
    echo "$name.pdf: TeX stopped. What it said last:"
    # From the first error (file:line: message, or ! message) on; without one, the end of what latexmk said.
    awk '/^[^ ]+:[0-9]+: |^! / { found = 1 } /^Here is how much/ { exit } found && n++ < 15 { print "    " $0 }' "$log" 2>/dev/null |
      grep . || tail -n 15 "$folder/$name.out.txt" | sed 's/^/    /'
    echo "All of it: $log and $folder/$name.out.txt"
    return 1
  fi
  if grep -q '^Missing character' "$log"; then
    echo "$name.pdf: characters that the font does not have:"
    grep '^Missing character' "$log" | sort | uniq -c | sort -rn | head -n 20
    echo "All of them: $log"
    return 1
  fi
}

mkdir -p "$results"
# What the build says of itself goes with each PDF (_ext/rapportage/stamp.py); one that could not be made has none.
rm -f "$results"/.*-"$language".pdf.stamp.json
failed=0 made=()
[[ ${texts[*]} ]] || { echo "$folder: there is no document in this language (*-$language.tex)" >&2; failed=1; }
for text in "${texts[@]}"; do
  name=$(basename "$text" .tex)
  if make_pdf "$name" >&2; then
    made+=("$results/$name.pdf")
    cmp -s "$folder/$name.pdf" "$results/$name.pdf" || cp "$folder/$name.pdf" "$results/$name.pdf"
    [[ ! -e $folder/.stamp.json ]] || cp "$folder/.stamp.json" "$results/.$name.pdf.stamp.json"
  else
    failed=1
  fi
done
for pdf in "$results"/*-"$language".pdf; do
  [[ " ${made[*]} " == *" $pdf "* ]] || rm -f "$pdf"
done
exit "$failed"
