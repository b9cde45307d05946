package export

import (
	"strconv"
	"strings"
	"time"

	"convene/internal/event"
	"convene/internal/locale"
)

// memberColumn is one column of an organiser's file.
type memberColumn struct {
	column
	value func(member) string
}

// memberColumns are the columns of an event: the person, each activity with the
// state and the position in its queue, each consent. Times are RFC 3339 with the
// offset of the venue.
func memberColumns(p *locale.Printer, pr *event.Programme, say func(string) string) []memberColumn {
	columns := personColumns(p, pr.Event.Zone(), say)
	columns = append(columns, placeColumns(event.RootCode, p.T("The event"), p, say)...)
	for _, a := range pr.Chosen() {
		title, _ := a.Title.In(p.Lang(), pr.Event.DefaultLocale)
		columns = append(columns, placeColumns(a.Code, title, p, say)...)
	}
	columns = append(columns, consentColumn("list", "consent_list", p.T("In the list of participants"), say))
	for _, partner := range pr.Partners {
		columns = append(columns, consentColumn("partner:"+partner.Code, "consent_"+partner.Code, p.T("Data for %s", partner.Name), say))
	}
	return columns
}

func personColumns(p *locale.Printer, at *time.Location, say func(string) string) []memberColumn {
	moment := func(t time.Time) string { return t.In(at).Format(time.RFC3339) }
	return []memberColumn{
		{column{"reference", p.T("Reference"), 12}, func(m member) string { return m.Reference }},
		{column{"state", p.T("State"), 14}, func(m member) string { return say(m.State) }},
		{column{"ending", p.T("How it ended"), 18}, func(m member) string { return say(endingOf(m)) }},
		{column{"role", p.T("Role"), 14}, func(m member) string { return say(m.Role) }},
		{column{"given_name", p.T("Given names"), 24}, func(m member) string { return m.Given }},
		{column{"family_name", p.T("Family name"), 24}, func(m member) string { return m.Family }},
		{column{"badge_name", p.T("Name on the badge"), 32}, func(m member) string { return m.Badge }},
		{column{"latin_name", p.T("Name in Latin letters"), 32}, func(m member) string { return m.Latin }},
		{column{"email", p.T("E-mail address"), 36}, func(m member) string { return m.Email }},
		{column{"authority", p.T("Authority"), 32}, func(m member) string { return m.Authority }},
		{column{"organisation", p.T("Other organisation"), 32}, func(m member) string { return m.Organisation }},
		{column{"country", p.T("Country code"), 12}, func(m member) string { return m.Country }},
		{column{"country_name", p.T("Country"), 22}, func(m member) string { return p.Country(m.Country) }},
		{column{"function", p.T("Function"), 36}, func(m member) string { return m.Function }},
		{column{"languages", p.T("Languages understood"), 20}, func(m member) string { return m.Languages }},
		{column{"locale", p.T("Language of the mails"), 10}, func(m member) string { return m.Locale }},
		{column{"registered_at", p.T("Registered"), 26}, func(m member) string { return moment(m.CreatedAt) }},
		{column{"changed_at", p.T("Last changed"), 26}, func(m member) string { return moment(m.UpdatedAt) }},
	}
}

// placeColumns are the columns of an activity: what became of the wish, for who
// waits the position, 1 for the next in line, and the priority, and the contingent
// whose place it is. All are empty for who did not ask for it.
func placeColumns(code, title string, p *locale.Printer, say func(string) string) []memberColumn {
	return []memberColumn{
		{column{code, title, 16}, func(m member) string { return say(m.places[code].state) }},
		{column{code + "_position", p.T("Position: %s", title), 10}, func(m member) string { return unlessZero(m.places[code].position) }},
		{column{code + "_priority", p.T("Priority: %s", title), 10}, func(m member) string { return unlessZero(m.places[code].priority) }},
		{column{code + "_contingent", p.T("Contingent: %s", title), 20}, func(m member) string { return m.places[code].of(say) }},
	}
}

func unlessZero(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// of is the contingent of a place: its kind, and its name if it has one.
func (pl place) of(say func(string) string) string {
	switch {
	case pl.kind == "":
		return ""
	case pl.contingent == "":
		return say("contingent-" + pl.kind)
	}
	return say("contingent-"+pl.kind) + ": " + pl.contingent
}

// endingOf is a code of its own, because "withdrawn" and "refused" are states too.
func endingOf(m member) string {
	if m.Ending == "" {
		return ""
	}
	return "ended-" + m.Ending
}

// consentColumn answers yes or no; a question that was never asked is a no.
func consentColumn(purpose, key, heading string, say func(string) string) memberColumn {
	return memberColumn{column{key, heading, 16}, func(m member) string {
		if m.consents[purpose] {
			return say("yes")
		}
		return say("no")
	}}
}

// codeFor is the code of the exact file: the prefixes that tell words apart are
// none of its business.
func codeFor(code string) string {
	return strings.TrimPrefix(strings.TrimPrefix(code, "ended-"), "contingent-")
}

// wordFor puts a code into words; a code nobody foresaw stays what it is.
func wordFor(p *locale.Printer, code string) string {
	switch code {
	case "confirmed":
		return p.T("Confirmed")
	case "waiting":
		return p.T("Waiting")
	case "offered":
		return p.T("Offered")
	case "pending":
		return p.T("To be approved")
	case "nominated":
		return p.T("Named, not confirmed")
	case "withdrawn":
		return p.T("Withdrawn")
	case "held":
		return p.T("Kept")
	case "wished":
		return p.T("Decided later")
	case "refused":
		return p.T("Not given")
	case "released":
		return p.T("Given up")
	case "yes":
		return p.T("Yes")
	case "no":
		return p.T("No")
	}
	return wordForPerson(p, code)
}

// wordForPerson is of roles, contingents and endings.
func wordForPerson(p *locale.Printer, code string) string {
	switch code {
	case "participant":
		return p.T("Participant")
	case "speaker":
		return p.T("Speaker")
	case "partner":
		return p.T("Partner")
	case "staff":
		return p.T("Staff")
	case "press":
		return p.T("Press")
	case "assistant":
		return p.T("Personal assistant")
	case "contingent-staff":
		return p.T("Staff seats")
	case "contingent-guests":
		return p.T("Guests")
	case "contingent-wheelchair":
		return p.T("Wheelchair spaces")
	case "ended-withdrawn":
		return p.T("Withdrawn")
	case "ended-declined":
		return p.T("Declined")
	case "ended-refused":
		return p.T("Refused by the person")
	case "ended-expired":
		return p.T("Not answered in time")
	case "ended-substituted":
		return p.T("Taken over by somebody else")
	}
	return code
}
