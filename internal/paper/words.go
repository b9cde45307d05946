package paper

import (
	"time"
	"unicode"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/registration"
)

// eventTitle is the event's title in the paper's language.
func (s *source) eventTitle() string {
	title, _ := s.programme.Event.Title.In(s.Lang(), s.programme.Event.DefaultLocale)
	return title
}

// activityTitle is what a list is of.
func (s *source) activityTitle() string {
	if s.activity.Kind == event.KindEvent {
		return s.T("The whole event")
	}
	title, _ := s.activity.Title.In(s.Lang(), s.programme.Event.DefaultLocale)
	return title
}

// when says day, times and zone: a list is read by people from elsewhere.
func (s *source) when() string { return s.span(s.activity.StartsAt, s.activity.EndsAt) }

func (s *source) span(from, to time.Time) string {
	span := s.Span(from, to)
	if from.Format(time.DateOnly) == to.Format(time.DateOnly) {
		span = s.T("%s, %s", s.Day(from), span)
	}
	return s.T("%s (%s)", s.Heading(span), s.Zone(from))
}

// where is the room, or the place in words, and the venue.
func (s *source) where() string {
	venue := s.programme.Event.Venue.Name
	switch {
	case s.activity.Kind == event.KindEvent:
		return s.T("%s, %s", venue, s.programme.Event.City)
	case s.activity.Room != "":
		return s.T("%s, %s", s.activity.Room, venue)
	}
	return s.activity.Where(s.Printer)
}

// sample marks a paper of invented people on the paper itself.
func (s *source) sample() string {
	if s.programme.Event.Sample {
		return s.T("Sample data")
	}
	return ""
}

func (s *source) asOf() string { return s.T("As of %s", s.Moment(s.now)) }

// roleName is the word on a badge's band.
func (s *source) roleName(role string) string {
	switch role {
	case registration.Speaker:
		return s.T("Speaker")
	case registration.Partner:
		return s.T("Partner")
	case registration.Staff:
		return s.T("Staff")
	case registration.Press:
		return s.T("Press")
	case registration.Assistant:
		return s.T("Personal assistant")
	}
	return s.T("Participant")
}

// roleLetters gives each role a letter of its name that no role before it has,
// so that roles are told apart without colour in any language.
func (s *source) roleLetters() map[string]string {
	letters, taken := map[string]string{}, map[rune]bool{}
	for _, role := range registration.Roles {
		for _, r := range s.roleName(role) {
			r = unicode.ToUpper(r)
			if unicode.IsLetter(r) && !taken[r] {
				letters[role], taken[r] = string(r), true
				break
			}
		}
	}
	return letters
}

// asIs leaves the verbs of a sentence for package document to fill in.
var asIs []any

func (s *source) listLabels() document.ListLabels {
	return document.ListLabels{
		Number:    s.T("No."),
		Name:      s.T("Name"),
		Page:      s.T("Page %d of %d", asIs...),
		Continued: s.T("%s (continued)", asIs...),
		WalkIns:   s.T("Not on the list"),
	}
}

func (s *source) attendanceLabels() document.AttendanceLabels {
	return document.AttendanceLabels{
		ListLabels:   s.listLabels(),
		Title:        s.T("Attendance list"),
		When:         s.T("When"),
		Where:        s.T("Where"),
		Function:     s.T("Function"),
		Body:         s.T("Authority"),
		Country:      s.T("Country"),
		Email:        s.T("E-mail"),
		Time:         s.T("Time in"),
		Desk:         s.T("Desk"),
		Signature:    s.T("Signature"),
		OnPage:       s.T("People on this page: %d", asIs...),
		SignedOnPage: s.T("Signatures on this page"),
		Total:        s.T("People on this list: %d", asIs...),
		SignedTotal:  s.T("Signatures in all"),
		Certified:    s.T("Certified for the organiser: name, date, signature"),
	}
}

func (s *source) manifestLabels() document.ManifestLabels {
	return document.ManifestLabels{
		ListLabels:     s.listLabels(),
		Title:          s.T("Passenger list"),
		Vehicle:        s.T("Vehicle"),
		Departure:      s.T("Departure"),
		Return:         s.T("Return"),
		MeetingPoint:   s.T("Meeting point"),
		Capacity:       s.T("Seats"),
		StaffSeats:     s.T("Kept for staff"),
		Passengers:     s.T("Passengers"),
		Staff:          s.T("Staff"),
		Body:           s.T("Authority or organisation"),
		Country:        s.T("Country"),
		Out:            s.T("Out"),
		Back:           s.T("Back"),
		OnPage:         s.T("Passengers on this page: %d", asIs...),
		HeadcountOut:   s.T("Headcount out"),
		HeadcountBack:  s.T("Headcount back"),
		HeadcountGuide: s.T("Guide: name, signature"),
		Missing:        s.T("Missing, by name"),
		GuideTitle:     s.T("For the guide only: telephone numbers"),
		Phone:          s.T("Mobile number"),
		GuideLegend:    s.T("Call only who is missing. Show this sheet to nobody, and destroy it after the trip.") + " " + s.stepFree(),
		Legend: s.T("Leave only when both headcounts are equal. Destroy this list after the trip.") + " " +
			s.stepFree(),
	}
}

// stepFree explains the mark of a wheelchair space.
func (s *source) stepFree() string {
	return s.T("● Has a wheelchair space and needs a way without steps.")
}
