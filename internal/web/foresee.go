package web

import (
	"context"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// foresight is what the desk would say now, before anything is sent (places.md,
// rule 12). It is decided again, under the lock, when it is.
type foresight struct {
	Places  map[string]registration.Place // by the code of the activity; nil when all would be refused
	Other   string                        // another event of theirs on the same day
	Full    *allocation.Reason            // the event is full, and waiting was not asked for
	Refusal *allocation.Reason            // why nothing would be taken at all
}

// foresee asks the desk. What a box of the page itself would settle is noted, and
// asked again as if it were ticked.
func (s *Server) foresee(c echo.Context, su *signup) (*foresight, error) {
	sub, err := s.submission(c, su)
	if err != nil {
		return nil, err
	}
	f := &foresight{}
	for {
		out, err := s.forecast(c.Request().Context(), su, sub)
		reason := registration.Refusal(err)
		switch {
		case err == nil:
			f.take(out)
			return f, nil
		case reason == nil && fault.Is(err, fault.Invalid):
			return f, nil // said when it is sent
		case reason == nil:
			return nil, err
		case reason.Code == allocation.OtherEvent && !sub.Both:
			f.Other, sub.Both = reason.Event, true
		case reason.Code == allocation.EventFull && !sub.MayWait:
			f.Full, sub.MayWait = reason, true
		default:
			f.Refusal = reason
			return f, nil
		}
	}
}

func (f *foresight) take(out *registration.Outcome) {
	f.Places = map[string]registration.Place{}
	if out.OtherEvent != "" {
		f.Other = out.OtherEvent
	}
	for _, pl := range out.Places {
		f.Places[pl.Activity] = registration.Place{Activity: pl.Activity, State: pl.State, Position: pl.Position, Until: pl.Until, Reason: pl.Reason}
	}
}

func (s *Server) forecast(ctx context.Context, su *signup, sub *registration.Submission) (*registration.Outcome, error) {
	if su.Named != nil {
		return s.desk.ForecastConfirm(ctx, su.confirmation(sub))
	}
	return s.desk.Forecast(ctx, *sub)
}

// confirmation is a sign-up as the word of somebody who was named.
func (su *signup) confirmation(sub *registration.Submission) registration.Confirmation {
	return registration.Confirmation{Key: sub.Key, EventID: sub.EventID, RegistrationID: su.Named.ID, Details: sub.Details,
		Choices: sub.Choices, Both: sub.Both, Consents: sub.Consents, Channel: sub.Channel, Actor: sub.Actor, Now: sub.Now}
}

// prospect is what would become of one wish, in the words that the result will have.
type prospect struct{ State, Word, Why string }

func (f *foresight) of(p *locale.Printer, pr *event.Programme, code string) *prospect {
	pl, ok := f.Places[code]
	switch {
	case code == event.RootCode && f.Full != nil:
		return &prospect{string(allocation.Refused), p.T("No place"), registration.Sentence(p, f.Full, pr)}
	case !ok:
		return nil
	}
	return &prospect{pl.State, registration.PlaceWord(p, pl), registration.Why(p, pr, pl)}
}

// obstacle is why nothing would be taken, and where that can be changed.
type obstacle struct{ Text, Change, Label string }

func (f *foresight) obstacle(p *locale.Printer, su *signup) *obstacle {
	if f.Refusal == nil {
		return nil
	}
	o := &obstacle{Text: registration.Sentence(p, f.Refusal, su.Programme)}
	if f.Refusal.Code == allocation.Delegation {
		o.Change, o.Label = su.url(stepYou)+"#authority", p.T("Change where you come from")
	}
	return o
}
