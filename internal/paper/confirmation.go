package paper

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/allocation"
	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// Personal asks for a paper of one person. Lang is the reader's language (BCP 47),
// Now the moment it is from, Secret the key of tokens and codes, BaseURL where
// people reach us, Contact the organisers' address.
type Personal struct {
	Lang             string
	Now              time.Time
	Secret           []byte
	BaseURL, Contact string
}

// HasConfirmation tells whether there is anything to confirm: a registration that
// came to its end, or that the person has not answered for yet, has none.
func HasConfirmation(r *registration.Registration) bool {
	state := allocation.RegistrationState(r.State)
	return state != allocation.RegistrationWithdrawn && state != allocation.RegistrationNominated
}

// Confirmation says what a person has at an event: every fact of the PDF, for the
// page beside it as well. fault.NotFound: there is nothing to confirm.
func Confirmation(ctx context.Context, db bun.IDB, pr *event.Programme, r *registration.Registration, o Personal) (*document.Confirmation, error) {
	if !HasConfirmation(r) {
		return nil, fault.New(fault.NotFound, "There is nothing to confirm.")
	}
	places, err := registration.PlacesOf(ctx, db, r.ID)
	if err != nil {
		return nil, err
	}
	s := &source{Printer: locale.For(o.Lang), programme: pr, activity: pr.Root(), now: o.Now.In(pr.Event.Zone())}
	c := &document.Confirmation{
		Title: s.T("Your registration"), Event: s.eventTitle(), Dates: s.T("%s, %s", pr.Event.City, s.DateRange(pr.Event.StartsAt, pr.Event.EndsAt)),
		Lang: s.Lang(), Sample: s.sample(), Name: r.Badge, Latin: r.Latin, Function: r.Function, Body: s.T("%s, %s", r.Body(), s.Country(r.Country)),
		Token: registration.BadgeToken(o.Secret, r.ID), Bring: s.T("Show this code at the check-in desk."), AsOf: s.asOf(), Page: s.T("Page %d of %d", asIs...),
	}
	if allocation.RegistrationState(r.State) == allocation.RegistrationConfirmed {
		c.Title = s.T("Confirmation of registration")
	}
	c.Sections = append([]document.Section{s.standing(r, o.Contact), s.venue()}, s.own(r, places)...)
	return c, nil
}

// ConfirmationFile is Confirmation as PDF.
func ConfirmationFile(ctx context.Context, db bun.IDB, pr *event.Programme, r *registration.Registration, o Personal) (*Paper, error) {
	c, err := Confirmation(ctx, db, pr, r, o)
	if err != nil {
		return nil, err
	}
	s := source{programme: pr, activity: pr.Root()}
	return s.write("confirmation", func(w io.Writer) ([]document.Warning, error) { return document.ConfirmationPaper(w, *c) })
}

func (s *source) standing(r *registration.Registration, contact string) document.Section {
	heading, explanation := registration.StateWords(s.Printer, r)
	facts := []document.Fact{{Label: s.T("State"), Text: heading, Note: explanation}, {Label: s.T("Reference"), Text: r.Reference}}
	switch e := &s.programme.Event; {
	case e.ChangesOpen(s.now):
		facts = append(facts, document.Fact{Label: s.T("Changes until"), Text: s.Moment(e.ChangesUntil), Note: s.T("Until then you can change or withdraw by yourself.")})
	case e.Status == event.Published:
		facts = append(facts, document.Fact{Label: s.T("Changes until"), Text: s.Moment(e.ChangesUntil), Note: s.T("Please write to the organisers now.")})
	default:
		facts = append(facts, document.Fact{Label: s.T("Event"), Text: s.T("This event is cancelled.")})
	}
	if contact != "" {
		facts = append(facts, document.Fact{Label: s.T("Questions"), Text: contact})
	}
	return document.Section{Title: s.T("Your registration"), Facts: facts}
}

func (s *source) venue() document.Section {
	v := s.programme.Event.Venue
	access := document.Fact{Label: s.T("Step-free access"), Text: s.T("No. Please write to us.")}
	if v.StepFree {
		access.Text = s.T("Yes, to every room of the venue")
	}
	facts := []document.Fact{
		{Label: s.T("When"), Text: s.when()}, {Label: s.T("Where"), Text: v.Name, Note: v.Address}, access,
	}
	if rooms := s.roomsWithLoop(); rooms != "" {
		facts = append(facts, document.Fact{Label: s.T("Hearing loop"), Text: rooms})
	}
	if v.Note != "" {
		facts = append(facts, document.Fact{Label: s.T("Note"), Text: v.Note})
	}
	return document.Section{Title: s.T("The event"), Facts: facts}
}

func (s *source) roomsWithLoop() string {
	var names []string
	for _, r := range s.programme.Rooms {
		if slices.Contains(s.programme.Event.Venue.HearingLoop, r.Code) {
			names = append(names, r.Name)
		}
	}
	return strings.Join(names, ", ")
}

// own is the person's own programme, a section for each day: what they asked for
// and how it stands, and what is for everybody once they have a place.
func (s *source) own(r *registration.Registration, places []registration.Place) []document.Section {
	everybody := allocation.RegistrationState(r.State) == allocation.RegistrationConfirmed
	byActivity := map[int64]registration.Place{}
	for _, pl := range places {
		byActivity[pl.ActivityID] = pl
	}
	var days []document.Section
	for i := range s.programme.Activities {
		a := &s.programme.Activities[i]
		pl, asked := byActivity[a.ID]
		if a.Kind == event.KindEvent || asked && pl.State == string(allocation.Released) || !asked && (a.Chosen || !everybody) {
			continue
		}
		day := s.Heading(s.Day(a.StartsAt))
		if n := len(days); n == 0 || days[n-1].Title != day {
			days = append(days, document.Section{Title: day})
		}
		last := &days[len(days)-1]
		last.Facts = append(last.Facts, s.ownActivity(a, pl))
	}
	return days
}

// ownActivity is one line of it; pl is zero for what is for everybody.
func (s *source) ownActivity(a *event.Activity, pl registration.Place) document.Fact {
	title, lang := a.Title.In(s.Lang(), s.programme.Event.DefaultLocale)
	if a.Vehicle != "" {
		title = s.T("%s: %s", a.Vehicle, title)
	}
	f := document.Fact{Label: s.Span(a.StartsAt, a.EndsAt), Text: title, Note: a.Where(s.Printer)}
	if lang != s.Lang() {
		f.Lang = lang
	}
	if a.MeetingPoint != "" {
		f.Note = s.T("Meeting point: %s", a.MeetingPoint)
	}
	if pl.State == "" {
		return f
	}
	f.State = registration.PlaceWord(s.Printer, pl)
	if why := registration.Why(s.Printer, s.programme, pl); why != "" && pl.State != string(allocation.Confirmed) {
		f.State += ". " + why
	}
	return f
}
