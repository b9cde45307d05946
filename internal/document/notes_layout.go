package document

// Notes of a paper are sentences below its table; longer than one field.
const (
	maxNote  = 600
	maxNotes = 12
)

func cleanNotes(n *notes, texts []string) []string {
	var out []string
	for _, s := range texts[:min(len(texts), maxNotes)] {
		out = append(out, n.line("", s, maxNote))
	}
	return out
}

// notesAt sets notes below each other from y on.
func notesAt(y float64, texts []string) []mark {
	marks, _ := stackAt(rect{X: pageMargin, Y: y + 4, W: contentWidth}, noteParagraphs(texts), 1, 0)
	return marks
}

func notesHeight(texts []string) float64 {
	_, bottom := stackAt(rect{X: pageMargin, W: contentWidth}, noteParagraphs(texts), 1, 0)
	return bottom + 6
}

func noteParagraphs(texts []string) []paragraph {
	var all []paragraph
	for _, s := range texts {
		all = append(all, paragraph{Text: s, Face: regular, Size: 9, Colour: slate, Above: 1.2})
	}
	return all
}
