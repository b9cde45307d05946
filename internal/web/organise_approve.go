package web

import (
	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// approveDeed gives what was only asked for until now.
var approveDeed = deed{
	name: "approve",
	ask: func(s *Server, c echo.Context, sub *subject) error {
		sub.called(sub.T("Approve"))
		sub.Lead = sub.T("The person gets what is free at this moment, and a mail about it.")
		sub.Button = sub.T("Approve")
		if sub.Counters[event.RootCode].Left() == 0 {
			sub.Lead = sub.T("The event is full: the person goes on its waiting list, and gets a mail about it.")
		}
		return s.foreseeDecision(c, sub, registration.Decision{Kind: allocation.Approve, MayWait: true})
	},
	read: func(*Server, *subject) (registration.Decision, []fault.Field) {
		return registration.Decision{Kind: allocation.Approve, MayWait: true}, nil
	},
	said: func(sub *subject) string { return sub.T("The registration is approved.") },
}

// declineDeed ends what nobody confirmed yet.
var declineDeed = deed{
	name: "decline",
	ask: func(s *Server, c echo.Context, sub *subject) error {
		sub.called(sub.T("Decline"))
		sub.Lead = sub.T("The registration ends and cannot be brought back. The person gets a mail about it.")
		sub.Button, sub.Grave = sub.T("Decline"), true
		return s.foreseeDecision(c, sub, registration.Decision{Kind: allocation.Decline})
	},
	read: func(*Server, *subject) (registration.Decision, []fault.Field) {
		return registration.Decision{Kind: allocation.Decline}, nil
	},
	said: func(sub *subject) string { return sub.T("The registration is declined.") },
}

// acceptDeed takes a person's word, given on the telephone or by letter.
var acceptDeed = deed{
	name: "accept",
	ask: func(s *Server, c echo.Context, sub *subject) error {
		sub.called(sub.T("Accept for the person"))
		sub.Lead = sub.T("“%s” is offered to this person. Accept it when they told you that they want it.", activityName(sub.Printer, sub.Programme, sub.Activity))
		sub.Button = sub.T("Accept for the person")
		return s.foreseeDecision(c, sub, registration.Decision{Kind: allocation.Accept})
	},
	read: func(*Server, *subject) (registration.Decision, []fault.Field) {
		return registration.Decision{Kind: allocation.Accept}, nil
	},
	said: func(sub *subject) string { return sub.T("The offer is accepted.") },
}
