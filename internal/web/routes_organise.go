package web

// organiseRoutes are the pages of organisers and the check-in desk, and the door
// through which partners come in as well. The desk finds people and prints; what
// leaves the house or takes a place away is the organisers'.
func organiseRoutes(s *Server) []route {
	door := newDoor(s)
	const event = "/organise/events/:slug"
	return []route{
		{"GET", "/sign-in", s.personal, door.show},
		{"POST", "/sign-in", s.personal, door.submit},
		{"POST", "/sign-out", s.personal, s.submitSignOut},
		{"GET", "/organise/sign-in", s.personal, door.lead},

		{"GET", "/organise", s.deskOrOrganiser, s.listOrganised},
		{"GET", event, s.deskOrOrganiser, s.showOverview},
		{"GET", event + "/registrations", s.deskOrOrganiser, s.listRegistered},
		{"POST", event + "/registrations", s.deskOrOrganiser, s.submitSearch},
		{"GET", event + "/registrations/:reference", s.deskOrOrganiser, s.showRegistered},
		{"GET", event + "/registrations/:reference/withdraw", s.organiser, s.showWithdrawal},
		{"POST", event + "/registrations/:reference/withdraw", s.organiser, s.submitWithdrawal},
		{"POST", event + "/mail/:id", s.organiser, s.retryMail},
		{"GET", event + "/print", s.deskOrOrganiser, s.showPrint},
		{"GET", event + "/badges.pdf", s.deskOrOrganiser, s.sendBadges},
		{"GET", event + "/sheets/:activity", s.deskOrOrganiser, s.sendSheet},
		{"GET", event + "/exports", s.organiser, s.showExports},
		{"POST", event + "/exports", s.organiser, s.sendExport},
	}
}
