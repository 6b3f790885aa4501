import type { NamedShape } from './known-shapes.ts'

/**
 * Shapes of JSON that are named where no importer reads the file. Their members may as well stand in a log
 * that can be read.
 */
export const HINTED_SHAPES: readonly NamedShape[] = [
  ['a Zendesk export', ['ticket_id'], ['visitor:object']],
  ['an Intercom export', ['conversation_rating']],
  [
    'LMSYS or WildChat rows',
    ['conversation_id', 'model', 'turn'],
    ['conversation_hash', 'model'],
    ['conversation_id', 'redacted'],
    ['conversation_id', 'toxic'],
  ],
  [
    'a Slack export',
    ['ts:text', 'text'],
    ['ts:text', 'type=message'],
    ['team_id', 'profile'],
    ['creator', 'is_archived'],
    ['ts:text', 'user'],
  ],
  ['a Codex session', ['payload:object', 'type:text', 'timestamp']],
  ['Langfuse traces', ['sessionId', 'traceId']],
  [
    'LangChain messages',
    ['lc:number', 'kwargs:object'],
    ['type=human', 'data.content'],
    ['values.messages[].additional_kwargs'],
    ['messages[].additional_kwargs'],
  ],
  [
    'OpenTelemetry spans',
    ['resourceLogs:list'],
    ['trace_id', 'span_id'],
    ['traceId', 'spanId'],
    ['startTimeUnixNano', 'attributes'],
  ],
  ['runs of the OpenAI Assistants API', ['object=thread.run'], ['object=thread']],
  ['a log of the OpenAI Responses API', ['response.object=response']],
  [
    'answers of the OpenAI API without their requests',
    ['object=chat.completion'],
    ['object=chat.completion.chunk'],
    ['data[].object=chat.completion'],
  ],
  ['answers of an Anthropic batch without their requests', ['custom_id', 'result.type']],
  ['a Gemini API log', ['contents[].parts:list'], ['request.contents[].parts:list']],
  ['Cohere chats', ['chat_history[].message', 'message']],
  ['pairs of preferred answers', ['chosen', 'rejected']],
  ['OpenAssistant messages', ['message_tree_id']],
  ['a Dify export', ['query:text', 'answer:text'], ['data[].query', 'data[].answer']],
  ['a Botpress export', ['messages[].direction', 'messages[].payload']],
  ['a Rasa tracker', ['sender_id', 'events[].event']],
  ['a Chatwoot export', ['payload[].message_type'], ['message_type:number', 'content_type']],
  ['a Crisp export', ['website_id', 'session_id'], ['data[].website_id', 'data[].session_id']],
  ['a Twilio export', ['conversation_sid'], ['messages[].conversation_sid']],
  ['a Microsoft Teams export', ['messageType', 'chatId'], ['value[].messageType']],
  ['a Matrix export', ['origin_server_ts'], ['messages[].origin_server_ts']],
  ['a Google Chat export', ['messages[].creator', 'messages[].created_date']],
  ['a Discord export', ['channel_id', 'edited_timestamp']],
  ['a Telegram export', ['update_id'], ['result[].update_id']],
  ['a Cherry Studio backup', ['indexedDB:object', 'localStorage:object']],
  ['a big-AGI export', ['conversations[].messages[].fragments:list']],
  ['a Copilot session', ['type=session.start'], ['type=user.message']],
]
