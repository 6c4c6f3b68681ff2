// What a reason says in words, and the values that are shown beside it, are for people. The code decides, and is mutated.

const errors = /^(?:EvidenceError|AppError)$/
const tellers =
  /^(?:SyntaxError|RangeError|TypeError|invalid\w*|malformed\w*|refused|other|missing|tooLarge|outside\w*|unusable|unknown\w*)$/
/** They name what they read, for the message when it cannot be read. */
const readers = /^(?:toObject|toBytes|read[A-Z]\w*|decode|assertMembers|parse[A-Z]\w*)$/
const recorders = /^(?:pass|fail|skip|leaveOpen)$/

const isText = ({ type }) => type === 'StringLiteral' || type === 'TemplateLiteral'
/** `TIMESTAMP_INVALID`, not a sentence. */
const isCode = ({ type, value }) => type === 'StringLiteral' && /^[A-Z][A-Z_]+$/.test(value)

function isForPeople(node, { callee }, at) {
  if (isCode(node)) return false
  const name = callee?.name ?? ''
  if (errors.test(name)) return at > 0
  if (tellers.test(name)) return isText(node)
  if (readers.test(name)) return at > 0 && isText(node)
  const isRecorder = callee?.type === 'MemberExpression' && recorders.test(callee.property.name ?? '')
  return isRecorder && at > 0 && (isText(node) || node.type === 'ObjectExpression')
}

const messages = {
  shouldIgnore({ node, parentPath, key, listKey }) {
    if (listKey !== 'arguments' || !isForPeople(node, parentPath.node, key)) return undefined
    return 'a message for people'
  },
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'messages', value: messages }]
