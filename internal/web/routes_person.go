package web

// personRoutes are the papers of one person: the confirmation and the certificate
// with the page beside each, the public page that verifies a code, and where
// organisers issue certificates.
func personRoutes(s *Server) []route {
	const own, event = "/me/:reference", "/organise/events/:slug"
	const list, one = event + "/certificates", event + "/certificates/:reference"
	return []route{
		{"GET", own + "/confirmation", s.participant, s.showConfirmation},
		{"GET", own + "/confirmation.pdf", s.participant, s.sendConfirmation},
		{"GET", own + "/certificate", s.participant, s.showCertificate},
		{"GET", own + "/certificate.pdf", s.participant, s.sendCertificate},

		{"GET", "/certificates", s.personal, s.showVerify},
		{"POST", "/certificates", s.publicSeldom, s.submitVerify},

		{"GET", list, s.organiser, s.listCertificates},
		{"POST", list, s.organiser, s.searchCertificates},
		{"POST", list + "/signatory", s.organiser, s.submitSignatory},
		{"GET", list + "/issue", s.organiser, s.showIssue},
		{"POST", list + "/issue", s.organiser, s.submitIssue},
		{"GET", event + "/certificates.pdf", s.organiser, s.sendCertificates},
		{"GET", one + "/certificate.pdf", s.organiser, s.sendOneCertificate},
		{"GET", one + "/withdraw", s.organiser, s.showRevocation},
		{"POST", one + "/withdraw", s.organiser, s.submitRevocation},
		{"GET", event + "/registrations/:reference/name", s.organiser, s.showCorrection},
		{"POST", event + "/registrations/:reference/name", s.organiser, s.submitCorrection},
	}
}
