package mail

import (
	"slices"
	"time"

	"convene/internal/locale"
)

// lead says what the decision means, a few sentences.
func (r Registration) lead(p *locale.Printer, zone *time.Location) []string {
	switch r.Deed {
	case Waiting:
		return []string{r.queue(p), p.T("We write to you as soon as a place is yours. You need not do anything until then.")}
	case Changed:
		return r.withGaps(p.T("This is what stands now."), p)
	case Withdrawn, Substituted:
		return r.leavingLead(p)
	case Promoted:
		return append(r.movedLead(p), p.T("A place you waited for is yours now. It is marked below."), p.T("If you cannot come, please withdraw: others wait for the place."))
	case Pending:
		return []string{p.T("The organisers decide who takes part. We write to you when they have decided."), p.T("You need not do anything until then.")}
	case Declined:
		return []string{p.T("The organisers cannot give you a place at this event."), p.T("You need not do anything else. If you have questions, please write to us.")}
	case Offered:
		return r.offeredLead(p)
	case Expired:
		return r.expiredLead(p)
	case Nominated:
		return r.nominatedLead(p, zone)
	case Moved:
		return append(r.movedLead(p), p.T("If you cannot come at the new time, please change your choice."))
	}
	return r.withGaps(p.T("You are registered for this event, and we look forward to seeing you."), p)
}

// leavingLead is for somebody whose registration is over, by their own will or not.
func (r Registration) leavingLead(p *locale.Printer) []string {
	mistake := p.T("You need not do anything else. If this is a mistake, please write to us.")
	switch {
	case r.Deed == Substituted && r.Body != "":
		return []string{p.T("Another person takes part in your place. This was decided by: %s.", oneLine(r.Body)), mistake}
	case r.Deed == Substituted:
		return []string{p.T("Another person takes part in your place."), mistake}
	case r.Body != "":
		return []string{p.T("You were withdrawn from this event. This was decided by: %s.", oneLine(r.Body)), mistake}
	}
	return []string{p.T("Your places are free for others now. You need not do anything else.")}
}

func (r Registration) offeredLead(p *locale.Printer) []string {
	offers := 0
	for _, place := range r.Places {
		if place.State == stateOffered {
			offers++
		}
	}
	return []string{
		p.N("A place you waited for came free.", "%d places you waited for came free.", offers, offers),
		p.T("What is offered is kept for you until the time that stands beside it. It is yours once you accept."),
		p.T("Without an answer it goes to the next person waiting."),
	}
}

func (r Registration) expiredLead(p *locale.Printer) []string {
	if r.Body != "" {
		return []string{p.T("A place was kept for you, and we had no answer in time. It is free for others now."),
			p.T("If you still want to come, ask to be named again. You were named by: %s.", oneLine(r.Body))}
	}
	return []string{p.T("A place was offered to you, and we had no answer in time. It went to the next person waiting."),
		p.T("If you still want to come, register again while registration is open. You are then last in line.")}
}

func (r Registration) nominatedLead(p *locale.Printer, zone *time.Location) []string {
	said := []string{p.T("You were named to take part in this event by: %s.", oneLine(r.Body))}
	switch {
	case !r.AnswerUntil.IsZero():
		said = append(said, p.T("A place is kept for you until %s. It is yours once you confirm.", p.Moment(r.AnswerUntil.In(zone))))
	case slices.ContainsFunc(r.Places, func(place Place) bool { return place.Kind == eventKind && place.State == stateWished }):
		said = append(said, p.T("The organisers decide who takes part. Please confirm all the same."))
	default:
		said = append(said, p.T("The event is full, and you are on the waiting list. Please confirm all the same."))
	}
	return append(said, p.T("You choose your activities when you confirm. If you cannot come, please say so on the same page."))
}

// movedLead says that a time is new, and what was given up because of it.
func (r Registration) movedLead(p *locale.Printer) (said []string) {
	if slices.ContainsFunc(r.Places, func(place Place) bool { return !place.WasStartsAt.IsZero() }) {
		said = append(said, p.T("The organisers moved an activity you chose. Its new time stands below."))
	}
	if r.Deed == Moved && slices.ContainsFunc(r.Places, func(place Place) bool { return place.Lost }) {
		said = append(said, p.T("Two of your activities would overlap now, so one place is no longer yours."))
	}
	return said
}

// withGaps adds what a reader must not overlook below: places that were asked
// for and are not theirs.
func (r Registration) withGaps(sentence string, p *locale.Printer) []string {
	missing := func(place Place) bool { return place.State == stateRefused || place.State == stateWaiting }
	if !slices.ContainsFunc(r.Places, missing) {
		return []string{sentence}
	}
	return []string{sentence, p.T("Not everything you asked for could be given. Each place is listed below.")}
}

// queue says where the person stands in the event's waiting list.
func (r Registration) queue(p *locale.Printer) string {
	for _, place := range r.Places {
		if place.Kind == eventKind && place.Position > 0 {
			return p.T("The event is full at present. Your position in the waiting list is %d.", place.Position)
		}
	}
	return p.T("The event is full at present.")
}

// notice tells somebody who was named what is known of them, from whom, and what
// they may do about it: in the first mail (GDPR 14; domain.md DP-06). Others have
// read the notice where they entered their data.
func (r Registration) notice(p *locale.Printer, zone *time.Location) []string {
	if r.PrivacyURL == "" {
		return nil
	}
	return []string{
		p.T("Who named you gave us your name, e-mail address, authority and function."),
		p.T("The secretariat of the Alliance keeps them to prepare this event, a task in the public interest, until %s.", p.Date(r.KeptUntil.In(zone))),
		p.T("The organisers, the check-in desk and the person who named you see them."),
		p.T("Nobody has agreed to share anything in your name. Only you can, when you confirm."),
		p.T("You can ask to see, correct or erase your data, and object. You can complain to a data protection authority."),
	}
}
