from .form import elicitation_form as elicitation_form
