package web

// presenceRoutes are the sheets that people sign and the pages on which it is
// recorded who came. The desk prints, marks and registers at the door; headers and
// frozen lists, which hold addresses, are the organisers'.
func presenceRoutes(s *Server) []route {
	const event = "/organise/events/:slug"
	const sheets, presence = event + "/sheets", event + "/presence"
	const list = presence + "/:activity"
	return []route{
		{"GET", sheets, s.deskOrOrganiser, s.showSheets},
		{"GET", event + "/sheets.pdf", s.deskOrOrganiser, s.sendChosenSheet},
		{"POST", sheets + "/header", s.organiser, s.submitSheetHeader},
		{"POST", uploadLogo, s.organiser, s.submitSheetLogo},
		{"GET", sheets + "/logos/:id", s.organiser, s.sendSheetLogo},
		{"POST", sheets + "/logos/:id/remove", s.organiser, s.removeSheetLogo},
		{"GET", sheets + "/frozen/:id", s.organiser, s.sendFrozenList},
		{"POST", sheets + "/check", s.organiser, s.submitChecksum},

		{"GET", presence, s.deskOrOrganiser, s.showPresence},
		{"GET", list, s.deskOrOrganiser, s.showMarking},
		{"POST", list, s.deskOrOrganiser, s.submitMarking},
		{"POST", list + "/rest", s.deskOrOrganiser, s.submitRest},
		{"POST", list + "/undo", s.deskOrOrganiser, s.submitUndo},
		{"GET", list + "/door", s.deskOrOrganiser, s.showDoor},
		{"POST", list + "/door", s.deskOrOrganiser, s.submitDoor},
	}
}

// uploadLogo is the form that a logo comes with.
const uploadLogo = "/organise/events/:slug/sheets/logos"
