package registration

import (
	"strings"

	"convene/internal/event"
	"convene/internal/locale"
)

// PurposeList is the consent to be printed in the list of participants.
const PurposeList = "list"

// PurposePartner is the consent to be handed to a partner.
func PurposePartner(code string) string { return "partner:" + code }

// Question is one consent to be asked for: its purpose as it is stored, the exact
// words a person agrees to, and what is given away.
type Question struct {
	Purpose string
	Text    string
	Fields  []string
}

// Questions are the consents of an event in the reader's language, each on its own
// (DP-02, DP-03): the list of participants, then each partner by name with its
// fields and the day by which it must erase them.
func Questions(p *locale.Printer, pr *event.Programme) []Question {
	questions := []Question{{Purpose: PurposeList,
		Text: p.T("Print my name, function, authority and country in the list of participants that everybody at the event receives.")}}
	for _, partner := range pr.Partners {
		questions = append(questions, Question{Purpose: PurposePartner(partner.Code), Fields: partner.Fields,
			Text: p.T("Give my %s to %s (%s), which uses them to follow up the results of this event and must erase them by %s.",
				FieldNames(p, partner.Fields), partner.Name, RoleName(p, partner.Role), p.Date(partner.EndsAt.In(pr.Event.Zone())))})
	}
	return questions
}

// FieldNames lists what a partner receives: "name, authority and country".
func FieldNames(p *locale.Printer, fields []string) string {
	var names []string
	for _, f := range fields {
		names = append(names, FieldName(p, f))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return p.T("%s and %s", strings.Join(names[:last], ", "), names[last])
}

// FieldName is what a field of an agreement is called.
func FieldName(p *locale.Printer, field string) string {
	switch field {
	case "name":
		return p.T("name")
	case "authority":
		return p.T("authority or organisation")
	case "country":
		return p.T("country")
	case "function":
		return p.T("function")
	case "email":
		return p.T("e-mail address")
	}
	return field
}

// RoleName puts the roles that partners have so far into words.
func RoleName(p *locale.Printer, role string) string {
	switch role {
	case "co-organiser":
		return p.T("co-organiser")
	case "study author":
		return p.T("author of the study")
	}
	return role
}
