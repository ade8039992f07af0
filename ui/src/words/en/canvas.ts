/** On the map itself. */
export const canvas = {
  name: (map: string) => `Map of ${map}`,
  help: 'Arrow keys with Alt go from team to team, Tab goes through all. T adds a team, C draws a dependency, Enter edits a name.',
  teamName: 'Team name',
  functionName: 'Function name',
  what: 'What is handed over?',
  handsOver: (provider: string, receiver: string) =>
    `${provider} hands over to ${receiver}? Enter to draw it.`,
  chooseReceiver: (provider: string) =>
    `${provider} hands over to whom? Choose with the arrow keys, then Enter.`,
  selected: (name: string, within: string) => (within ? `${name}, in ${within}` : name),
  nothing: 'Nothing selected',
};
