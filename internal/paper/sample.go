package paper

import (
	"context"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/registration"
)

// sampleToken is of the form of a badge's token and nobody's.
const sampleToken = "000000000000000000000000000"

// samplePeople are hard to set: a long name, one in Greek letters and one that runs
// from the right. They are nobody.
func (s *source) samplePeople() []registration.Attendee {
	return []registration.Attendee{
		{RegistrationID: 1, Token: sampleToken, Badge: "Maria da Conceição Aparecida Vasconcelos de Albuquerque e Castro-Guimarães", Role: registration.Participant, Country: "PT",
			Function: s.T("Vice-President for schools and social cohesion"), Body: "Comunidade Intermunicipal da Região de Coimbra"},
		{RegistrationID: 2, Token: sampleToken, Badge: "Κωνσταντίνος Παπαδόπουλος", Latin: "Konstantinos Papadopoulos", Role: registration.Speaker, Country: "GR",
			Function: s.T("Mayor"), Body: "Δήμος Μεγαρέων"},
		{RegistrationID: 3, Token: sampleToken, Badge: "ליאת אברהם", Latin: "Liat Avraham", Role: registration.Partner, Country: "GB",
			Function: s.T("Adviser"), Body: "University of Warwick"},
	}
}

// PreviewDesign shows how a design of an event comes out for people whose badges are
// hard to set, each with a programme. The error is document.Flaws when the design
// has any.
func PreviewDesign(ctx context.Context, db bun.IDB, r Request, d document.Design) ([]document.Preview, []document.Warning, error) {
	programme, err := event.Load(ctx, db, r.EventID)
	if err != nil {
		return nil, nil, err
	}
	b := &badging{source: newSource(programme, r), held: map[int64][]string{}}
	b.people = b.samplePeople()
	for _, p := range b.people {
		b.held[p.RegistrationID] = sampleChoice(programme)
	}
	sheet := b.badgeSheet()
	sheet.Design = &d
	b.addProgrammes(&sheet)
	return document.Previews(sheet)
}

// sampleChoice is one activity of each block: as much as a person can have.
func sampleChoice(p *event.Programme) []string {
	var codes []string
	seen := map[string]bool{}
	for _, a := range p.Chosen() {
		if a.Kind == event.KindEvent || a.Block != "" && seen[a.Block] {
			continue
		}
		seen[a.Block] = true
		codes = append(codes, a.Code)
	}
	return codes
}
