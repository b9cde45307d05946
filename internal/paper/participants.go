package paper

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/registration"
)

// ParticipantList is the list of participants and which version of it this is. A
// list is final when what is on it is what was issued last; otherwise it is on the
// way to the next version.
type ParticipantList struct {
	document.Participants
	Version  int
	Final    bool
	IssuedAt time.Time // of the last final version; zero when there is none
	checksum []byte
	source   *source
}

// endSections are the roles that stand behind the countries. An assistant stands
// with the authority they come with: that somebody needs one is not for a list.
var endSections = []string{registration.Speaker, registration.Partner, registration.Staff, registration.Press}

// Participants makes the list of LoadParticipants as a paper. Its name and its
// warnings tell of nobody who is not on it.
func Participants(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	l, err := LoadParticipants(ctx, db, r)
	if err != nil {
		return nil, err
	}
	return l.source.write("participants-"+l.Lang, func(w io.Writer) ([]document.Warning, error) {
		return document.ParticipantList(w, l.Participants)
	})
}

// LoadParticipants reads the list of participants of an event: everybody with a
// place whose newest answer to being listed is yes, and nobody else (domain.md
// DP-13). Those who are not on it leave no trace: neither heading nor count.
func LoadParticipants(ctx context.Context, db bun.IDB, r Request) (*ParticipantList, error) {
	s, err := ofEvent(ctx, db, r)
	if err != nil {
		return nil, err
	}
	agreed, err := registration.Consenting(ctx, db, r.EventID, registration.PurposeList)
	if err != nil {
		return nil, err
	}
	s.people = slices.DeleteFunc(s.people, func(a registration.Attendee) bool { return !agreed[a.RegistrationID].Given })
	l := &ParticipantList{source: s, checksum: checksum(s.people)}
	issued, err := lastIssued(ctx, db, r.EventID)
	if err != nil {
		return nil, err
	}
	l.Final = issued.Version > 0 && slices.Equal(issued.Checksum, l.checksum)
	l.Version, l.IssuedAt = issued.Version, issued.IssuedAt
	if !l.Final {
		l.Version++
	}
	l.Participants = document.Participants{Event: s.eventTitle(), Title: s.T("List of participants"), Lang: s.Lang(), Standing: l.standing(),
		Sample: s.sample(), Page: s.T("Page %d of %d", asIs...), Continued: s.T("%s (continued)", asIs...), Of: s.T("%s: %s", asIs...), Sections: s.sections()}
	return l, nil
}

func (l *ParticipantList) standing() string {
	if l.Final {
		return l.source.T("Final version %d, %s", l.Version, l.source.Date(l.IssuedAt.In(l.source.programme.Event.Zone())))
	}
	return l.source.T("Provisional version %d, %s", l.Version, l.source.Date(l.source.now))
}

// sections are the countries, and then those who come for no authority.
func (s *source) sections() []document.ParticipantSection {
	byRole := map[string][]registration.Attendee{}
	for _, a := range s.people {
		role := a.Role
		if !slices.Contains(endSections, role) {
			role = ""
		}
		byRole[role] = append(byRole[role], a)
	}
	var sections []document.ParticipantSection
	for _, role := range append([]string{""}, endSections...) {
		if people := byRole[role]; len(people) > 0 {
			sections = append(sections, document.ParticipantSection{Heading: s.sectionName(role), Groups: s.groupsOf(people)})
		}
	}
	return sections
}

func (s *source) sectionName(role string) string {
	switch role {
	case registration.Speaker:
		return s.T("Speakers")
	case registration.Partner:
		return s.T("Partners")
	case registration.Staff:
		return s.T("Secretariat")
	case registration.Press:
		return s.T("Press")
	}
	return ""
}

// checksum is of what is on the list, whatever the language it is printed in.
func checksum(people []registration.Attendee) []byte {
	type entry struct {
		ID                                         int64
		Name, Latin, Body, Country, Function, Role string
	}
	entries := make([]entry, len(people))
	for i, a := range people {
		entries[i] = entry{a.RegistrationID, a.Badge, a.Latin, a.Body, a.Country, a.Function, a.Role}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.ID, b.ID) })
	raw, err := json.Marshal(entries)
	if err != nil {
		panic(err) // strings and numbers alone
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}
