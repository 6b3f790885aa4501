/** What each section is called, what it answers, and what stands there when there is nothing to say. */
export const SECTION_TEXTS = {
  keyInsights: {
    title: 'Key insights',
    about: 'What most deserves attention, by how many it touches.',
    empty: 'Nothing stands out yet: too few threads were analyzed.',
  },
  categories: {
    title: 'Categories',
    about: 'What users come for, by topic. Topics are found by clustering their requests.',
    empty: 'No topics yet: they appear after the first analysis.',
  },
  topDiscussions: {
    title: 'Top discussions',
    about: 'Requests that come again and again, in the users’ own words.',
    empty: 'No request came twice in this range.',
  },
  responseQuality: {
    title: 'Response quality',
    about: 'Where the assistant failed, and whether anybody complained.',
    empty: 'No failure was found in this range.',
  },
  improvementAreas: {
    title: 'Improvement areas',
    about: 'What should be better, as users put it.',
    empty: 'Nobody asked for anything to be better in this range.',
  },
  userSatisfaction: {
    title: 'User satisfaction',
    about: 'What users showed and what they said outright.',
    empty: 'Nobody said thanks or complained in this range.',
  },
  unmetNeeds: {
    title: 'Unmet needs',
    about: 'What users needed and did not get.',
    empty: 'No unmet need was found in this range.',
  },
  productEffectiveness: {
    title: 'Product effectiveness',
    about: 'How threads ended, and how much of the work that was begun was completed.',
    empty: 'No thread was analyzed in this range.',
  },
  negativeChats: {
    title: 'Negative chats',
    about: 'Threads that went badly, worst first.',
    empty: 'No thread went badly in this range.',
  },
} as const
