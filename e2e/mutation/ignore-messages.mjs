// What a reason says in words is for people. Its code is what decides, and that is mutated.
const tellers =
  /^(?:EvidenceError|AppError|SyntaxError|RangeError|TypeError|invalid\w*|malformed\w*|refused|other|missing|tooLarge|outside\w*|unusable|unknown\w*)$/
const methods = /^(?:fail|skip|leaveOpen)$/

function isTeller({ callee }) {
  if (callee?.type === 'MemberExpression') return methods.test(callee.property.name ?? '')
  return tellers.test(callee?.name ?? '')
}

const messages = {
  shouldIgnore({ node, parentPath, key, listKey }) {
    if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return undefined
    if (listKey !== 'arguments' || !isTeller(parentPath.node)) return undefined
    // The first argument of an error with a code is the code, and no word of it has a space.
    const isCode = node.type === 'StringLiteral' && !node.value.includes(' ')
    return isCode && key === 0 ? undefined : 'a message for people'
  },
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'messages', value: messages }]
