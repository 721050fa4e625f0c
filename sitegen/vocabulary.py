"""The words of a brief's closed sets, each with what it means: editors show that beside them."""

from sitegen.kinds import Choice

STANCES = Choice(
    {
        "supports": "It speaks for the claim.",
        "undermines": "It speaks against the claim.",
        "contextualizes": "It is what one has to know to judge the claim.",
    }
)
SOURCE_KINDS = Choice(
    {
        "primary": "A document or somebody's own statement.",
        "secondary": "A report on others.",
        "expert": "An expert's judgement.",
        "data": "Figures.",
    }
)
STATUSES = Choice(
    {
        "replied": "They answered you.",
        "stated": "They did not answer you, but have said something in public.",
        "declined": "They told you that they would not comment.",
        "no-reply": "They did not answer by the deadline.",
        "unreachable": "You found no way to ask.",
        "not-sought": "You did not ask.",
    }
)
RESPONSE_KINDS = Choice(
    {
        "disputes": "They say that the article is right, or the brief wrong.",
        "concedes": "They say that the claim is wrong.",
        "comments": "They say something else.",
        "supplies-evidence": "They give evidence.",
        "promises-correction": "They say that they will correct it.",
    }
)
CORRECTION_KINDS = Choice(
    {
        "update": "Something new was added.",
        "clarification": "It was right, but could be misread.",
        "correction": "A fact was wrong.",
        "verdict-change": "A claim has another rating now.",
        "void": "The claim should not have been rated.",
    }
)
OUTCOMES = Choice(
    {
        "corrected": "The outlet corrected the article.",
        "clarified": "It made the article clearer.",
        "retracted": "It withdrew the article.",
        "deleted": "The article is gone, without a word.",
        "refused": "It said that it would change nothing.",
        "none": "It did nothing.",
    }
)
MEDIA_TYPES = Choice(
    {
        "image": "A picture.",
        "video": "Moving pictures, with sound or without.",
        "audio": "Sound alone.",
    }
)
MEDIA_CATEGORIES = Choice(
    {
        "original": "Shown as it was made, and not misleading.",
        "decontextualized": "Real, but shown with a wrong or missing context.",
        "edited-or-cropped": "Cut, so that something is lost.",
        "staged": "Acted, and passed on as real.",
        "transformed": "Changed or made up, by hand or by a program.",
        "satire": "Made as a joke.",
    }
)
