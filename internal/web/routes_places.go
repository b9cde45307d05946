package web

// placesRoutes are the pages on which organisers decide who gets a place. The desk
// sees how things stand and changes nothing; addresses of people who are invited or
// who coordinate are the organisers' alone.
func placesRoutes(s *Server) []route {
	const event = "/organise/events/:slug"
	const one, place, activity = event + "/registrations/:reference", event + "/registrations/:reference/places/:activity", event + "/places/:activity"
	return []route{
		// What waits for a decision
		{"GET", event + "/decide", s.deskOrOrganiser, s.showDecide},
		{"POST", event + "/decide", s.organiser, s.submitBulk},
		{"POST", event + "/requests/:id/approve", s.organiser, s.approveRequest},
		{"POST", event + "/requests/:id/decline", s.organiser, s.declineRequest},

		// One registration
		{"GET", one + "/approve", s.organiser, s.askDeed(approveDeed)},
		{"POST", one + "/approve", s.organiser, s.submitDeed(approveDeed)},
		{"GET", one + "/decline", s.organiser, s.askDeed(declineDeed)},
		{"POST", one + "/decline", s.organiser, s.submitDeed(declineDeed)},
		{"GET", one + "/role", s.organiser, s.askDeed(roleDeed)},
		{"POST", one + "/role", s.organiser, s.submitDeed(roleDeed)},
		{"GET", one + "/activities", s.organiser, s.showChoice},
		{"POST", one + "/activities", s.organiser, s.submitChoice},
		{"GET", one + "/substitute", s.organiser, s.showSubstitute},
		{"POST", one + "/substitute", s.organiser, s.submitSubstitute},
		{"GET", place + "/accept", s.organiser, s.askDeed(acceptDeed)},
		{"POST", place + "/accept", s.organiser, s.submitDeed(acceptDeed)},
		{"GET", place + "/extend", s.organiser, s.askDeed(extendDeed)},
		{"POST", place + "/extend", s.organiser, s.submitDeed(extendDeed)},
		{"GET", place + "/priority", s.organiser, s.askDeed(priorityDeed)},
		{"POST", place + "/priority", s.organiser, s.submitDeed(priorityDeed)},
		{"GET", place + "/contingent", s.organiser, s.askDeed(assignDeed)},
		{"POST", place + "/contingent", s.organiser, s.submitDeed(assignDeed)},

		// The places of an activity
		{"GET", event + "/places", s.deskOrOrganiser, s.showPlaces},
		{"GET", activity, s.deskOrOrganiser, s.showActivity},
		{"POST", activity + "/capacity", s.organiser, s.submitCapacity},
		{"GET", activity + "/move", s.organiser, s.showMove},
		{"POST", activity + "/move", s.organiser, s.submitMove},
		{"POST", activity + "/contingents", s.organiser, s.submitContingent},
		{"GET", activity + "/contingents/:id", s.deskOrOrganiser, s.showContingent},
		{"POST", activity + "/contingents/:id", s.organiser, s.changeContingent},
		{"POST", activity + "/contingents/:id/release", s.organiser, s.releaseContingent},

		// How places are given, and to whom
		{"GET", event + "/rules", s.deskOrOrganiser, s.showRules},
		{"POST", event + "/rules", s.organiser, s.submitRules},
		{"GET", event + "/invitations", s.organiser, s.showInvitations},
		{"POST", event + "/invitations", s.organiser, s.submitInvitations},
		{"POST", event + "/invitations/search", s.organiser, s.searchInvitations},
		{"POST", event + "/invitations/remove", s.organiser, s.uninvite},
		{"GET", event + "/coordinators", s.organiser, s.showCoordinators},
		{"POST", event + "/coordinators", s.organiser, s.submitCoordinator},
		{"POST", event + "/coordinators/search", s.organiser, s.searchCoordinators},
		{"POST", event + "/coordinators/:id/dismiss", s.organiser, s.dismissCoordinator},
	}
}
