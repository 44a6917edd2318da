/** The emoji people use at a desk, by Slack's short names. One that is not here stays text, as written. */

const TABLE = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 clap 👏 wave 👋 pray 🙏 raised_hands 🙌 muscle 💪 point_right 👉 point_left 👈 point_up ☝️
point_down 👇 eyes 👀 smile 😄 smiley 😃 grinning 😀 slightly_smiling_face 🙂 blush 😊 wink 😉 joy 😂 laughing 😆 thinking_face 🤔
sweat_smile 😅 sob 😭 cry 😢 angry 😠 heart ❤️ tada 🎉 sparkles ✨ star ⭐ fire 🔥 100 💯 rocket 🚀 bulb 💡 zap ⚡
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ heavy_multiplication_x ✖️ warning ⚠️ no_entry ⛔
no_entry_sign 🚫 question ❓ grey_question ❔ exclamation ❗ grey_exclamation ❕ information_source ℹ️ red_circle 🔴
large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫
large_green_square 🟩 large_red_square 🟥 large_yellow_square 🟨 arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️
arrow_forward ▶️ rewind ⏪ repeat 🔁 arrows_counterclockwise 🔄 leftwards_arrow_with_hook ↩️ heavy_plus_sign ➕ heavy_minus_sign ➖
bell 🔔 no_bell 🔕 bellhop_bell 🛎️ hotel 🏨 bed 🛏️ key 🔑 door 🚪 house 🏠 office 🏢 convenience_store 🏪 shopping_trolley 🛒
shopping_bags 🛍️ credit_card 💳 moneybag 💰 money_with_wings 💸 pound 💷 euro 💶 dollar 💵 receipt 🧾 ticket 🎫 admission_tickets 🎟️
gift 🎁 video_game 🎮 goggles 🥽 massage 💆 person_in_lotus_position 🧘 bath 🛀 swimmer 🏊 hot_springs ♨️ champagne 🍾 coffee ☕
cake 🍰 birthday 🎂 fork_and_knife 🍴 baby 👶 dog 🐶 cat 🐱 car 🚗 taxi 🚕 airplane ✈️ train 🚆 sunny ☀️ cloud ☁️ umbrella ☔
snowflake ❄️ crescent_moon 🌙 sunrise 🌅 alarm_clock ⏰ hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ clock9 🕘 calendar 📅
spiral_calendar_pad 🗓️ date 📅 memo 📝 pencil ✏️ pencil2 ✏️ clipboard 📋 pushpin 📌 paperclip 📎 link 🔗 mag 🔍 lock 🔒 unlock 🔓
email 📧 envelope ✉️ phone 📞 telephone_receiver 📞 iphone 📱 computer 💻 printer 🖨️ gear ⚙️ wrench 🔧 hammer_and_wrench 🛠️
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 file_folder 📁 open_file_folder 📂 page_facing_up 📄
bust_in_silhouette 👤 busts_in_silhouette 👥 robot_face 🤖 ghost 👻 skull 💀 speech_balloon 💬 loudspeaker 📢 mega 📣
family 👪 wheelchair ♿ crown 👑 medal 🏅 trophy 🏆 new 🆕 sos 🆘 parking 🅿️ wastebasket 🗑️ label 🏷️ package 📦 palm_tree 🌴
`;

const words = TABLE.split(/\s+/).filter(Boolean);

/** Short name → sign. */
export const EMOJI = new Map(words.flatMap((word, at) => (at % 2 ? [] : [[word, words[at + 1]]])));

/** A sign for `:name:`, with or without a skin tone; undefined where it is not known. */
export const emoji = (name) => EMOJI.get(name.replace(/::skin-tone-\d$/, ""));

/** What the reaction button offers. */
export const REACTIONS = ["white_check_mark", "eyes", "raised_hands", "+1", "tada", "heart", "bell", "question"];
