package event

import "convene/internal/locale"

// Where is the place of an activity as people are told it: its room, or one of
// the few places that files name by a word, in the reader's language.
func (a *Activity) Where(p *locale.Printer) string {
	if a.Room != "" {
		return a.Room
	}
	switch a.Location {
	case "lobby":
		return p.T("Lobby")
	case "restaurant":
		return p.T("Restaurant")
	case "offsite":
		return p.T("Outside the venue")
	}
	return a.Location
}
